import { sql } from 'drizzle-orm';
import { markChanged, pick, type Picked } from '#accounts/accounts/index.ts';
import { dropEntries, indexEntries } from '#accounts/search/index.ts';
import type { Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';

const among = (picked: Picked) => sql`(t.account_id, t.activity_id) in (${pick(picked)})`;

/** Follows every write to `activities`, in its transaction; deleted ones leave the search. */
export async function activitiesWritten(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: Picked, at: Date): Promise<void> {
  await indexActivities(tx, picked);
  await dropEntries(tx, 'activity', sql`select t.account_id, t.activity_id as noun_id from activities t where ${among(picked)} and t.deleted_at is not null`);
  await markChanged(tx, jobs, sql`select account_id from (${pick(picked)}) p`, at);
}

/** Makes activities findable. */
export async function indexActivities(tx: Db, picked: Picked): Promise<void> {
  await indexEntries(
    tx,
    'activity',
    sql`select t.account_id, t.activity_id as noun_id, t.subject as title, t.kind as subtitle, null::text as kana, t.body from activities t where ${among(picked)} and t.deleted_at is null`,
  );
}
