import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { accountsWritten } from './written.ts';

type Publish = Pick<Jobs, 'publish'>;

/** Adds a tag to those of the accounts that do not have it; gives their ids. */
export async function addTag(tx: Db, jobs: Publish, accountIds: readonly string[], tag: string, at: Date): Promise<string[]> {
  const changed = await rows<{ id: string }>(
    tx,
    sql`update accounts set tags = array_append(tags, ${tag}::text), updated_at = ${at.toISOString()}::timestamptz
        where account_id = any(${sql.param([...accountIds])}::uuid[]) and not (${tag} = any(tags)) returning account_id as id`,
  );
  return written(tx, jobs, changed, at);
}

/** Sets an attribute of the accounts, or takes it away (null); the caller has checked that the value fits. Gives the ids of those that changed. */
export async function setAttribute(
  tx: Db,
  jobs: Publish,
  accountIds: readonly string[],
  key: string,
  value: string | number | boolean | null,
  at: Date,
): Promise<string[]> {
  const json = JSON.stringify(value);
  const change = value === null || value === '' ? sql`attributes - ${key}::text` : sql`attributes || jsonb_build_object(${key}::text, ${json}::jsonb)`;
  const changed = await rows<{ id: string }>(
    tx,
    sql`update accounts set attributes = ${change}, updated_at = ${at.toISOString()}::timestamptz
        where account_id = any(${sql.param([...accountIds])}::uuid[]) and attributes is distinct from ${change} returning account_id as id`,
  );
  return written(tx, jobs, changed, at);
}

async function written(tx: Db, jobs: Publish, changed: readonly { id: string }[], at: Date): Promise<string[]> {
  const ids = changed.map((c) => c.id);
  if (ids.length) await accountsWritten(tx, jobs, ids, at);
  return ids;
}
