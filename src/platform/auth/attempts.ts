import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { row, type Db } from '../db/db.ts';

export type Limit = { max: number; seconds: number };

/**
 * Counts an attempt and says whether it may go on. It is counted before it is tried, so that many at once do not slip
 * through. `what` names the attempt and is stored as a hash: it may hold an address that somebody mistyped.
 */
export async function attempt(db: Db, what: string, limit: Limit, now: Date): Promise<boolean> {
  const start = new Date(now.getTime() - limit.seconds * 1000).toISOString();
  const counted = await row<{ attempts: number }>(
    db,
    sql`insert into sign_in_attempts as a (key, attempts, since) values (${keyOf(what)}, 1, ${now.toISOString()})
      on conflict (key) do update set
        attempts = case when a.since <= ${start}::timestamptz then 1 else a.attempts + 1 end,
        since = case when a.since <= ${start}::timestamptz then excluded.since else a.since end
      returning attempts`,
  );
  return counted!.attempts <= limit.max;
}

/** Forgets the attempts, after one that was right. */
export async function forgive(db: Db, whats: string[]): Promise<void> {
  await db.execute(sql`delete from sign_in_attempts where key = any(${sql.param(whats.map(keyOf))}::text[])`);
}

/** Removes counts that no limit looks at any more. */
export async function forgetOldAttempts(db: Db, now: Date): Promise<void> {
  await db.execute(sql`delete from sign_in_attempts where since < ${new Date(now.getTime() - 86_400_000).toISOString()}`);
}

function keyOf(what: string): string {
  return createHash('sha256').update(what).digest('base64url');
}
