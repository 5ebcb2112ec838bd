import { and, eq, gt, sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { accountKeys, accounts as a } from './tables.ts';
import type { paymentStatuses, touchModels } from './terms.ts';

export type AccountFields = {
  externalId: string | null;
  name: string;
  kana: string | null;
  corporateNumber: string | null;
  industry: string | null;
  employees: number | null;
  region: string | null;
  website: string | null;
  parentAccountId: string | null;
  tags: string[];
  touchModel: (typeof touchModels)[number] | null;
  partnerId: string | null;
  firstContractOn: Day | null;
  paymentStatus: (typeof paymentStatuses)[number] | null;
  churnedOn: Day | null;
  description: string | null;
  attributes: Record<string, string | number | boolean>;
};
export type Account = AccountFields & { accountId: string; archived: boolean; isSample: boolean; createdAt: Date; updatedAt: Date };

const columns = {
  accountId: a.accountId,
  externalId: a.externalId,
  name: a.name,
  kana: a.kana,
  corporateNumber: a.corporateNumber,
  industry: a.industry,
  employees: a.employees,
  region: a.region,
  website: a.website,
  parentAccountId: a.parentAccountId,
  tags: a.tags,
  touchModel: a.touchModel,
  partnerId: a.partnerId,
  firstContractOn: a.firstContractOn,
  paymentStatus: a.paymentStatus,
  churnedOn: a.churnedOn,
  description: a.description,
  attributes: a.attributes,
  archived: sql<boolean>`${a.archivedAt} is not null`,
  isSample: a.isSample,
  createdAt: a.createdAt,
  updatedAt: a.updatedAt,
};

export async function findAccount(db: Db, accountId: string): Promise<Account | undefined> {
  return (await db.select(columns).from(a).where(eq(a.accountId, accountId)))[0];
}

/** The row locked for a change, so that two people's edits do not overwrite each other's attributes. */
export async function lockAccount(tx: Db, accountId: string): Promise<Account | undefined> {
  return (await tx.select(columns).from(a).where(eq(a.accountId, accountId)).for('update'))[0];
}

export type AccountFilter = { externalId?: string; source?: string; corporateNumber?: string; parentAccountId?: string; tag?: string; archived: boolean };

/** Accounts by id, which is their order of creation; `after` is the last id of the page before. */
export function listAccounts(db: Db, filter: AccountFilter, limit: number, after?: string): Promise<Account[]> {
  const named = sql`select account_id from account_keys where external_id = ${filter.externalId} ${filter.source ? sql`and source = ${filter.source}` : sql``}`;
  const conditions: (SQL | undefined)[] = [
    filter.archived ? sql`${a.archivedAt} is not null` : sql`${a.archivedAt} is null`,
    filter.externalId === undefined ? undefined : sql`${a.accountId} in (${named})`,
    filter.corporateNumber === undefined ? undefined : eq(a.corporateNumber, filter.corporateNumber),
    filter.parentAccountId === undefined ? undefined : eq(a.parentAccountId, filter.parentAccountId),
    filter.tag === undefined ? undefined : sql`${filter.tag} = any(${a.tags})`,
    after === undefined ? undefined : gt(a.accountId, after),
  ];
  return db
    .select(columns)
    .from(a)
    .where(and(...conditions))
    .orderBy(a.accountId)
    .limit(limit);
}

export async function insertAccount(tx: Db, accountId: string, fields: Partial<AccountFields> & { name: string }, at: Date): Promise<void> {
  await tx.insert(a).values({ ...fields, accountId, createdAt: at, updatedAt: at });
}

export async function updateAccount(tx: Db, accountId: string, change: Partial<AccountFields> & { archivedAt?: Date | null }, at: Date): Promise<void> {
  await tx
    .update(a)
    .set({ ...change, updatedAt: at })
    .where(eq(a.accountId, accountId));
}

/** Keeps the lookup key of what people typed in step with the account's external id. */
export async function setManualKey(tx: Db, accountId: string, externalId: string | null): Promise<void> {
  await tx.delete(accountKeys).where(and(eq(accountKeys.source, 'manual'), eq(accountKeys.accountId, accountId)));
  if (externalId) await tx.insert(accountKeys).values({ source: 'manual', externalId, accountId });
}

export type Around = {
  parentName: string | null;
  partnerName: string | null;
  children: { accountId: string; name: string }[];
  keys: { source: string; externalId: string }[];
};

/** What an account's page shows around it: names of parent and partner, accounts below, what its sources call it. */
export async function findAround(db: Db, accountId: string): Promise<Around> {
  return (await row<Around>(
    db,
    sql`select (select p.name from accounts p where p.account_id = a.parent_account_id) as "parentName",
          (select p.name from partners p where p.id = a.partner_id) as "partnerName",
          coalesce((select jsonb_agg(jsonb_build_object('accountId', c.account_id, 'name', c.name)) from
            (select account_id, name from accounts where parent_account_id = a.account_id order by account_id limit 50) c), '[]') as children,
          coalesce((select jsonb_agg(jsonb_build_object('source', k.source, 'externalId', k.external_id) order by k.source) from account_keys k where k.account_id = a.account_id), '[]') as keys
        from accounts a where a.account_id = ${accountId}`,
  ))!;
}

/** True when `accountId` is `parentId` or stands above it: then it cannot go below it. Serialises changes of parents. */
export async function wouldCircle(tx: Db, accountId: string, parentId: string): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('accounts.parent'))`);
  const above = await rows<{ account_id: string }>(
    tx,
    sql`with recursive up as (
          select account_id, parent_account_id from accounts where account_id = ${parentId}
          union select p.account_id, p.parent_account_id from accounts p join up on p.account_id = up.parent_account_id
        ) select account_id from up where account_id = ${accountId}`,
  );
  return above.length > 0;
}

export function tagsInUse(db: Db): Promise<{ tag: string; accounts: number }[]> {
  return rows(
    db,
    sql`select t as tag, count(*)::int as accounts from accounts, unnest(tags) t where archived_at is null group by t order by 2 desc, 1 limit 500`,
  );
}

export async function wordsInUse(db: Db, field: 'industry' | 'region'): Promise<string[]> {
  const column = sql.identifier(field);
  const found = await rows<{ word: string }>(
    db,
    sql`select ${column} as word from accounts where ${column} is not null and archived_at is null group by 1 order by count(*) desc limit 200`,
  );
  return found.map((f) => f.word);
}
