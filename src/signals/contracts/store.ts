import { and, eq, sql } from 'drizzle-orm';
import { accountProductsWritten } from '#accounts/account-products/index.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { contractKeys, contractLines, contracts } from './tables.ts';
import { contractsWritten, deleteLines, linesWritten } from './written.ts';

export type ContractFields = Partial<
  Pick<
    typeof contracts.$inferInsert,
    'externalId' | 'name' | 'signedOn' | 'startsOn' | 'endsOn' | 'autoRenew' | 'noticeDeadlineOn' | 'cancelledOn' | 'note' | 'currency'
  >
>;
export type LineFields = {
  lineId?: string;
  productNo: number;
  kind: 'recurring' | 'one_off';
  quantity: string;
  unitPrice: bigint;
  billingMonths: number;
  startsOn: Day;
  endsOn: Day | null;
  isSeats: boolean;
};
type Publish = Pick<Jobs, 'publish'>;

export async function insertContract(
  tx: Db,
  jobs: Publish,
  accountId: string,
  fields: ContractFields & { name: string; startsOn: Day },
  at: Date,
): Promise<string> {
  const contractId = newId();
  await tx.insert(contracts).values({ ...fields, accountId, contractId, createdAt: at, updatedAt: at });
  await setManualKey(tx, accountId, contractId, fields.externalId ?? null);
  await contractsWritten(tx, jobs, [{ accountId, id: contractId }], at);
  return contractId;
}

/** Holds off whoever changes the same contract: lines are brought to what is wanted from what was there. */
export async function lockContract(tx: Db, accountId: string, contractId: string): Promise<void> {
  await tx.execute(sql`select from contracts where account_id = ${accountId}::uuid and contract_id = ${contractId}::uuid for update`);
}

export async function updateContract(tx: Db, jobs: Publish, accountId: string, contractId: string, change: ContractFields, at: Date): Promise<void> {
  await tx
    .update(contracts)
    .set({ ...change, updatedAt: at })
    .where(and(eq(contracts.accountId, accountId), eq(contracts.contractId, contractId)));
  if (change.externalId !== undefined) await setManualKey(tx, accountId, contractId, change.externalId);
  await contractsWritten(tx, jobs, [{ accountId, id: contractId }], at);
}

/** Brings a contract's lines to `wanted`: changed ones get a version, missing ones are deleted, unchanged ones stay untouched. */
export async function replaceLines(tx: Db, jobs: Publish, accountId: string, contractId: string, wanted: readonly LineFields[], at: Date): Promise<void> {
  const before = await tx
    .select()
    .from(contractLines)
    .where(and(eq(contractLines.accountId, accountId), eq(contractLines.contractId, contractId)));
  const gone = before.filter((line) => !wanted.some((w) => w.lineId === line.lineId));
  if (gone.length)
    await deleteLines(
      tx,
      jobs,
      gone.map((line) => ({ accountId, id: line.lineId })),
      at,
    );
  const changed: string[] = [];
  for (const line of wanted) {
    const old = before.find((b) => b.lineId === line.lineId);
    if (old && sameLine(old, line)) continue;
    const lineId = old?.lineId ?? newId();
    changed.push(lineId);
    const values = { ...line, lineId, accountId, contractId, createdAt: old?.createdAt ?? at, updatedAt: at };
    await tx
      .insert(contractLines)
      .values(values)
      .onConflictDoUpdate({ target: [contractLines.accountId, contractLines.lineId], set: values });
  }
  if (changed.length)
    await linesWritten(
      tx,
      jobs,
      changed.map((id) => ({ accountId, id })),
      at,
    );
}

function sameLine(old: typeof contractLines.$inferSelect, line: LineFields): boolean {
  const { productNo, kind, unitPrice, billingMonths, startsOn, endsOn, isSeats } = line;
  const same = old.productNo === productNo && old.kind === kind && old.unitPrice === unitPrice && old.billingMonths === billingMonths;
  return same && Number(old.quantity) === Number(line.quantity) && old.startsOn === startsOn && old.endsOn === endsOn && old.isSeats === isSeats;
}

// One that began within this time is still being onboarded unless somebody says otherwise.
const onboardingDays = 90;

/** A product that is paid for is used: what the account's lines name and nobody entered yet becomes an account product. */
export async function addMissingProducts(tx: Db, jobs: Publish, accountId: string, today: Day, at: Date): Promise<void> {
  const made = await rows<{ product_no: number }>(
    tx,
    sql`insert into account_products (account_id, product_no, phase, phase_since, started_on, created_at, updated_at)
        select account_id, product_no, case when min(starts_on) >= ${addDays(today, -onboardingDays)}::date then 'onboarding' else 'adoption' end, min(starts_on), min(starts_on), ${at.toISOString()}, ${at.toISOString()}
        from contract_lines where account_id = ${accountId} and kind = 'recurring' group by account_id, product_no
        on conflict do nothing returning product_no`,
  );
  if (made.length)
    await accountProductsWritten(
      tx,
      jobs,
      made.map((m) => ({ accountId, productNo: m.product_no })),
      at,
    );
}

async function setManualKey(tx: Db, accountId: string, contractId: string, externalId: string | null): Promise<void> {
  await tx.delete(contractKeys).where(and(eq(contractKeys.source, 'manual'), eq(contractKeys.contractId, contractId)));
  if (externalId) await tx.insert(contractKeys).values({ source: 'manual', externalId, accountId, contractId });
}
