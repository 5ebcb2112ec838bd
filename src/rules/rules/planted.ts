import { sql } from 'drizzle-orm';
import { addDays, daysBetween, type Day } from '#platform/clock/days.ts';
import { isBusinessDay, quietDays } from '#platform/clock/business-days.ts';
import { rows, type Database } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { accountDays } from './frame.ts';
import { unusualDays } from './unusual.sql.ts';

/** Usage of one made-up account: what was planted in it and when, and its events a day from `from` on. For tests and benchmarks. */
export type Planted = { kind: 'drop' | 'rise' | 'none'; on: Day | null; counts: number[] };

const planted = { drop: 0.33, rise: 2.3 };

/** A small seeded generator (mulberry32), so that every run makes the same companies. */
function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Accounts with a weekly rhythm, Japanese holidays, slow trends and noise of about 25 % a day; on some day a third falls
 * and a third rises to so much of its usage (two thirds less and more than twice unless said), the rest goes on as ever.
 */
export function plantedUsage(accounts: number, from: Day, to: Day, seed: number, { drop, rise } = planted): Planted[] {
  const random = seeded(seed);
  const quiet = new Set(quietDays(from, to));
  const length = daysBetween(from, to) + 1;
  const calm = (day: Day) => ![...quiet].some((q) => Math.abs(daysBetween(q, day)) <= 9);
  return Array.from({ length: accounts }, (_, i) => {
    const kind = (['drop', 'rise', 'none'] as const)[i % 3]!;
    let at = 80 + Math.floor(random() * (length - 110));
    while (!calm(addDays(from, at))) at = 80 + Math.floor(random() * (length - 110));
    const base = 15 + random() ** 2 * 300;
    const trend = (random() - 0.5) * 0.001;
    const counts = Array.from({ length }, (_, d) => {
      const day = addDays(from, d);
      const rhythm = quiet.has(day) ? 0.1 : isBusinessDay(day) ? 1 : 0.05;
      const factor = d < at || kind === 'none' ? 1 : kind === 'drop' ? drop : rise;
      const noise = 1 + (random() + random() + random() - 1.5) * 0.5;
      return Math.max(0, Math.round(base * rhythm * factor * noise * (1 + trend * d) + (random() - 0.5) * 2));
    });
    return { kind, on: kind === 'none' ? null : addDays(from, at), counts };
  });
}

export type Verdict = { found: number; planted: number; falseAlarms: number; alarms: number; seasonal: number; accountYears: number };

/**
 * Holds alarms (the first day of each unusual streak, with the sign of z) against what was planted: found when the right
 * direction came within 14 days. `falseAlarms`: not explained by it. `seasonal`: alarms in the fortnight around New Year and Golden Week.
 */
export function judge(planted: Planted[], alarms: { account: number; day: Day; z: number }[], span: { from: Day; to: Day }): Verdict {
  const hit = new Set<number>();
  let falseAlarms = 0;
  let seasonal = 0;
  for (const { account, day, z } of alarms) {
    const { kind, on } = planted[account]!;
    const late = on === null ? -1 : daysBetween(on, day);
    // What was planted goes on: an alarm may come back until the eight weeks of the usual have taken it in.
    const right = late >= 0 && late <= 63 && (kind === 'drop' ? z < 0 : z > 0);
    if (right && late <= 14) hit.add(account);
    if (!right) falseAlarms++;
    const md = day.slice(5);
    if (!right && (md >= '12-26' || md <= '01-09' || (md >= '04-27' && md <= '05-12'))) seasonal++;
  }
  const accountYears = (planted.length * (daysBetween(span.from, span.to) + 1)) / 365;
  return { found: hit.size, planted: planted.filter((p) => p.on !== null).length, falseAlarms, alarms: alarms.length, seasonal, accountYears };
}

export type Alarm = { id: string; day: Day; z: number; value: number; usual: number };
const strength = 3.5;

/**
 * Plants usage from autumn to summer into an empty database and asks which days were unusual, New Year and Golden Week
 * included. `planted[i]` is the account `ids[i]`, its first count is that of `first`.
 */
export async function planting({ db, pool }: Pick<Database, 'db' | 'pool'>, accounts: number, seed: number, factors = planted) {
  const first: Day = '2025-10-01';
  const span = { from: '2025-12-10', to: '2026-07-31' };
  const made = plantedUsage(accounts, first, span.to, seed, factors);
  const ids = made.map(() => newId());
  await pool.query(`insert into accounts (account_id, name, created_at, updated_at) select id, '顧客', now(), now() from unnest($1::uuid[]) id`, [ids]);
  const cells = made.flatMap((p, i) => p.counts.flatMap((n, d) => (n > 0 ? [[ids[i]!, addDays(first, d), n] as const] : [])));
  await pool.query(
    `insert into account_days (account_id, day, known_on, total, events, counts, amounts, users) select a, d, d, n, '{1}', array[n], '{null}', '{1}' from unnest($1::uuid[], $2::date[], $3::int[]) x(a, d, n)`,
    [cells.map((c) => c[0]), cells.map((c) => c[1]), cells.map((c) => c[2])],
  );
  await pool.query('analyze account_days');
  const trigger = { kind: 'unusual', of: 'events', events: 'all', direction: 'both', strength } as const;
  const alarms = await rows<Alarm>(
    db,
    sql`select account_id as id, day, z, value, usual from (${unusualDays(trigger, accountDays(span, null), span)}) u where abs(z) >= ${strength}::float8 order by 1, 2`,
  );
  const seen = new Set(alarms.map((a) => `${a.id} ${a.day}`));
  const starts = alarms.filter((a) => !seen.has(`${a.id} ${addDays(a.day, -1)}`));
  const verdict = judge(
    made,
    starts.map((a) => ({ account: ids.indexOf(a.id), day: a.day, z: a.z })),
    span,
  );
  return { planted: made, ids, first, alarms, verdict };
}
