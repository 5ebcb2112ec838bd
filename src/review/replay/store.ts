import { eq, sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { newId } from '#platform/ids/ids.ts';
import type { RuleDefinition } from '#rules/rules/index.ts';
import type { Replay } from './contract.ts';
import type { ReplayFailure } from './failures.ts';
import { replays } from './tables.ts';

const shown = sql`replay_id as "replayId", rule_id as "ruleId", definition, days, day, closed_after_days as "closedAfterDays", fill, status, done, total, error, result,
  ${isoMoment('created_at')} as "createdAt"`;

export type NewReplay = {
  ruleId: string | null;
  definition: RuleDefinition;
  days: number;
  day: Day;
  closedAfterDays: number | null;
  fill: boolean;
  askedBy: string | null;
};

export async function insertReplay(tx: Db, made: NewReplay, now: Date, status: 'queued' | 'running'): Promise<string> {
  const replayId = newId();
  await tx.execute(sql`delete from replays where created_at < ${addDays(now.toISOString().slice(0, 10), -90)}::date`);
  await tx.insert(replays).values({ ...made, replayId, status, beatAt: now, createdAt: now });
  return replayId;
}

export function findReplay(db: Db, replayId: string): Promise<Replay | undefined> {
  return row(db, sql`select ${shown} from replays where replay_id = ${replayId}`);
}

export function latestReplay(db: Db, ruleId: string): Promise<Replay | undefined> {
  return row(db, sql`select ${shown} from replays where rule_id = ${ruleId} order by created_at desc, replay_id desc limit 1`);
}

/** The same question that still waits or runs. */
export function pendingReplay(db: Db, asked: NewReplay): Promise<Replay | undefined> {
  return row(
    db,
    sql`select ${shown} from replays where status in ('queued', 'running') and rule_id is not distinct from ${asked.ruleId}::uuid
        and definition = ${JSON.stringify(asked.definition)}::jsonb and days = ${asked.days} and day = ${asked.day}::date
        and closed_after_days is not distinct from ${asked.closedAfterDays}::int and fill = ${asked.fill} limit 1`,
  );
}

export async function updateReplay(db: Db, replayId: string, change: Partial<typeof replays.$inferInsert>): Promise<void> {
  await db.update(replays).set(change).where(eq(replays.replayId, replayId));
}

/** How often whoever makes a replay says that it is still there; after `silent` seconds without a word it counts as gone. */
export const beatSeconds = 10;
const silent = 45;
const mostAttempts = 3;
const gone = (now: Date) => sql`status = 'running' and coalesce(beat_at, created_at) < ${new Date(now.getTime() - silent * 1000).toISOString()}::timestamptz`;

/** Whether the caller may make it now: nobody else is. */
export async function takeUp(db: Db, replayId: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update replays set status = 'running', beat_at = ${now.toISOString()}::timestamptz, attempts = attempts + 1
    where replay_id = ${replayId} and (status = 'queued' or (status = 'failed' and attempts < ${mostAttempts}) or (status = 'running' and attempts = 0) or (${gone(now)}))`);
  return rowCount === 1;
}

/** Interrupted ones that are worth another attempt, marked as waiting. */
export async function silentReplays(tx: Db, now: Date): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, sql`update replays set status = 'queued' where ${gone(now)} returning replay_id as id`);
  return found.map((f) => f.id);
}

export async function endSilent(tx: Db, now: Date): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    update replays set status = 'failed', finished_at = ${now.toISOString()}::timestamptz,
      error = ${'interrupted' satisfies ReplayFailure}
    where ${gone(now)} and attempts >= ${mostAttempts}`);
  return rowCount ?? 0;
}

/** How many customers there are: what a replay costs grows with it. */
export async function countAccounts(db: Db): Promise<number> {
  return (await row<{ n: number }>(db, sql`select count(*)::int as n from accounts where archived_at is null`))!.n;
}
