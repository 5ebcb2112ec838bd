import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { accountDays } from './frame.ts';
import { judge, plantedUsage } from './planted.ts';
import { unusualDays } from './unusual.sql.ts';

const trigger = { kind: 'unusual', of: 'events', events: 'all', direction: 'both', strength: 3.5 } as const;

test('finds planted drops and rises within a fortnight, and keeps quiet over New Year and Golden Week', async () => {
  const { db, pool } = await testDatabase();
  const first: Day = '2025-10-01';
  const span = { from: '2025-12-10', to: '2026-07-31' };
  const planted = plantedUsage(36, first, span.to, 11);
  const ids: string[] = [];
  for (const [i] of planted.entries()) ids.push(await makeAccount(db, { name: `顧客${i}` }));
  const cells = planted.flatMap((p, i) => p.counts.flatMap((n, d) => (n > 0 ? [[ids[i]!, addDays(first, d), n] as const] : [])));
  await pool.query(
    `insert into account_days (account_id, day, known_on, total, events, counts, amounts, users) select a, d, d, n, '{1}', array[n], '{null}', '{1}' from unnest($1::uuid[], $2::date[], $3::int[]) x(a, d, n)`,
    [cells.map((c) => c[0]), cells.map((c) => c[1]), cells.map((c) => c[2])],
  );
  await pool.query('analyze account_days');
  const found = await rows<{ id: string; day: Day; z: number; value: number; usual: number }>(
    db,
    sql`select account_id as id, day, z, value, usual from (${unusualDays(trigger, accountDays(span, null), span)}) u where abs(z) >= 3.5 order by 1, 2`,
  );
  const starts = found.filter((f) => !found.some((o) => o.id === f.id && o.day === addDays(f.day, -1)));
  const verdict = judge(
    planted,
    starts.map((s) => ({ account: ids.indexOf(s.id), day: s.day, z: s.z })),
    span,
  );
  expect(verdict).toMatchObject({ seasonal: 0 });
  expect(verdict.found / verdict.planted).toBeGreaterThanOrEqual(0.9);
  expect(verdict.falseAlarms / verdict.accountYears).toBeLessThan(0.35);

  // The value itself, counted independently: the seven days less the quiet ones.
  const one = found[0]!;
  const p = planted[ids.indexOf(one.id)]!;
  const week = Array.from({ length: 7 }, (_, g) => addDays(one.day, -g));
  const { quietDays } = await import('#platform/clock/business-days.ts');
  const quiet = new Set(quietDays(week.at(-1)!, one.day));
  const counted = week.filter((d) => !quiet.has(d)).map((d) => p.counts[(Date.parse(d) - Date.parse(first)) / 86_400_000]!);
  expect(one.value).toBe(counted.reduce((a, b) => a + b, 0));
}, 120_000);
