import { factoryMoment, silent } from '#accounts/accounts/factory.ts';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { contractLines, contracts } from './tables.ts';
import { contractsWritten, linesWritten } from './written.ts';

type Line = Partial<typeof contractLines.$inferInsert> & { productNo: number };

/** A yearly contract with lines (10,000 a month unless said) and their versions; gives its id. The products must exist. */
export async function makeContract(
  db: Db,
  row: Partial<typeof contracts.$inferInsert> & { accountId: string },
  lines: Line[] = [],
  at = factoryMoment,
): Promise<string> {
  const { accountId } = row;
  const contractId = row.contractId ?? newId();
  const startsOn = row.startsOn ?? '2026-01-01';
  await db.insert(contracts).values({ name: '基本契約', endsOn: '2026-12-31', createdAt: at, updatedAt: at, ...row, startsOn, contractId });
  await contractsWritten(db, silent, [{ accountId, id: contractId }], at);
  if (!lines.length) return contractId;
  const made = lines.map((line) => ({
    unitPrice: 10_000n,
    startsOn,
    createdAt: at,
    updatedAt: at,
    ...line,
    lineId: line.lineId ?? newId(),
    accountId,
    contractId,
  }));
  await db.insert(contractLines).values(made);
  await linesWritten(
    db,
    silent,
    made.map((line) => ({ accountId, id: line.lineId })),
    at,
  );
  return contractId;
}
