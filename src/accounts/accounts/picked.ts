import { sql, type SQL } from 'drizzle-orm';

/** Rows of an account, by both ids (keys carry the account: there is no index by the second id alone). */
export type Picked = readonly { accountId: string; id: string }[] | SQL;

/** A query of (account_id, noun_id): either given as such (imports: over their staging table), or a list of ids. */
export function pick(picked: Picked): SQL {
  if (!Array.isArray(picked)) return picked as SQL;
  return sql`select * from unnest(${sql.param(picked.map((p) => p.accountId))}::uuid[], ${sql.param(picked.map((p) => p.id))}::uuid[]) as p(account_id, noun_id)`;
}
