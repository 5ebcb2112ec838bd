import { sql } from 'drizzle-orm';
import { addDays, type Clock, type Day } from '#platform/clock/days.ts';
import { row, rows, transaction, type Database, type Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { fireDay } from './fire-day.ts';
import { ruleFrame, type AskedRule } from './frame.ts';
import { rulesFired } from './signals.ts';

type Due = AskedRule & { name: string; evaluatedOn: Day };

/**
 * Asks every live rule of every closed day it has not looked at yet, oldest day first, one transaction a day: killed at any
 * moment it goes on where it was. A daily rule waits for its time of the day; the days before yesterday are caught up at once.
 */
export async function evaluateClosedDays(
  database: Pick<Database, 'pool' | 'db'>,
  jobs: Pick<Jobs, 'publish'>,
  clock: Clock,
): Promise<{ days: Day[]; fired: number }> {
  const days: Day[] = [];
  let fired = 0;
  for (;;) {
    const done = await transaction(database, (tx) => evaluateNext(tx, jobs, clock));
    if (!done) return { days, fired };
    days.push(done.day);
    fired += done.fired;
  }
}

async function evaluateNext(tx: Db, jobs: Pick<Jobs, 'publish'>, clock: Clock): Promise<{ day: Day; fired: number } | undefined> {
  await lockRules(tx);
  const now = clock();
  const frame = await ruleFrame(tx);
  const closed = (await row<{ day: Day | null }>(tx, sql`select max(day) as day from days_closed`))!.day;
  if (!closed) return undefined;
  const due = (await liveRules(tx)).filter((r) => r.evaluatedOn < closed && isTime(r, closed, now, frame.timeZone));
  if (!due.length) return undefined;
  const day = addDays(due.map((r) => r.evaluatedOn).sort()[0]!, 1);
  const asked = due.filter((r) => r.evaluatedOn < day);
  const fired = await fireDay(tx, day, asked, frame, now);
  await tx.execute(sql`update rules set evaluated_on = ${day} where rule_id = any(${sql.param(asked.map((r) => r.ruleId))}::uuid[])`);
  // Also without a firing: a condition that has cleared may close what it made.
  await jobs.publish(tx, rulesFired);
  return { day, fired };
}

function isTime({ definition, evaluatedOn }: Due, closed: Day, now: Date, timeZone: string): boolean {
  if (definition.schedule.kind !== 'daily' || evaluatedOn < addDays(closed, -1)) return true;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now);
  return clock >= definition.schedule.at;
}

/** Whoever evaluates or publishes rules waits for the other: a day is asked once, of one version. */
export async function lockRules(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7210060)`);
}

/** Live rules in their published version, with the last closed day they have looked at. */
export function liveRules(db: Db): Promise<Due[]> {
  return rows<Due>(
    db,
    sql`
    select r.rule_id as "ruleId", r.name, v.version, v.first_day as "firstDay", v.definition, r.evaluated_on as "evaluatedOn"
    from rules r join rule_versions v on v.rule_id = r.rule_id and v.version = r.version
    where r.status = 'live' and r.evaluated_on is not null order by r.created_at, r.rule_id`,
  );
}
