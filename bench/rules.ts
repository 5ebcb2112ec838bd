import { sql } from 'drizzle-orm';
import { fileURLToPath } from 'node:url';
import { addDays } from '#platform/clock/days.ts';
import { openDatabase, transaction, type Database, type Db } from '#platform/db/db.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { migrate } from '#platform/db/migrate.ts';
import { newId } from '#platform/ids/ids.ts';
import { fireDay } from '#rules/rules/fire-day.ts';
import { ruleFrame, type AskedRule } from '#rules/rules/frame.ts';
import { askedDay, ruleAccounts, madeRules, makeRuleData, rulesByHand } from './rules-data.ts';
import type { Result } from './result.ts';

const rounds = 3;

export async function bench(): Promise<Result[]> {
  const postgres = await startThrowaway();
  const database = openDatabase(postgres.url, { max: 4 });
  try {
    await migrate(database.pool, fileURLToPath(new URL('../migrations', import.meta.url)));
    await makeRuleData(database);
    const rules: AskedRule[] = madeRules().map((definition) => ({ ruleId: newId(), version: 1, firstDay: askedDay, definition }));
    // The evening before, so that most streaks are there already, as on any night.
    await transaction(database, async (tx) => void (await fireDay(tx, addDays(askedDay, -1), rules, await ruleFrame(tx), new Date('2026-11-23T00:00:00Z'))));
    await database.pool.query('vacuum analyze');
    const times = { ours: [] as number[], hand: [] as number[] };
    let found = { ours: 0, hand: 0 };
    for (let round = 0; round < rounds; round++) {
      found = { ours: await timed(times.ours, () => ours(database, rules)), hand: await timed(times.hand, () => byHand(database, rules)) };
    }
    if (found.ours !== found.hand) throw new Error(`not the same firings: ${found.ours} and ${found.hand} by hand`);
    const [mine, hand] = [Math.min(...times.ours), Math.min(...times.hand)];
    return [
      {
        name: `200 rules over ${ruleAccounts.toLocaleString('en')} accounts ÷ the same in SQL by hand`,
        value: mine / hand,
        limit: 1.5,
        unit: '×',
        detail: `${(mine / 1000).toFixed(2)} s ÷ ${(hand / 1000).toFixed(2)} s, best of ${rounds} each in turn; truth, streaks and ${found.ours.toLocaleString('en')} firings, both the same`,
      },
      {
        name: `200 rules over ${ruleAccounts.toLocaleString('en')} accounts, one night`,
        value: mine / 1000,
        limit: null,
        unit: 's',
        detail: 'one customer in twenty changed since the day before; firings written with the values that made them',
      },
    ];
  } finally {
    await database.close();
    await postgres.stop();
  }
}

async function timed(into: number[], work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const found = await work();
  into.push(performance.now() - started);
  return found;
}

class Undo extends Error {}

/** Runs in a transaction that is taken back, so that each round finds the same. */
async function takenBack(database: Database, work: (tx: Db) => Promise<number>): Promise<number> {
  let found = 0;
  await transaction(database, async (tx) => {
    found = await work(tx);
    throw new Undo();
  }).catch((error) => {
    if (!(error instanceof Undo)) throw error;
  });
  return found;
}

const ours = (database: Database, rules: AskedRule[]) =>
  takenBack(database, async (tx) => fireDay(tx, askedDay, rules, await ruleFrame(tx), new Date('2026-11-24T00:00:00Z')));

/** What a good engineer would write for exactly these rules: one pass into a table, the difference to the state, the firings with facts. */
const byHand = (database: Database, rules: AskedRule[]) =>
  takenBack(database, async (tx) => {
    const run = (text: string) => tx.execute(sql.raw(text));
    const flags = rulesByHand().map((test, no) => `case when ${test} then ${no}::smallint end`);
    await run('create temporary table truth (no smallint not null, account_id uuid not null) on commit drop');
    await run(`insert into truth select n.no, q.account_id from (
      select a.account_id, array_remove(array[${flags.join(', ')}], null) as nos from accounts a
      left join metric_days m on m.account_id = a.account_id and m.product_no = 0 and m.day = '${askedDay}'
      left join metric_days m7 on m7.account_id = a.account_id and m7.product_no = 0 and m7.day = '${addDays(askedDay, -7)}'
      left join metric_days m28 on m28.account_id = a.account_id and m28.product_no = 0 and m28.day = '${addDays(askedDay, -28)}'
      left join score_days s on s.account_id = a.account_id and s.product_no = 0 and s.day = '${askedDay}'
      left join account_versions v on v.account_id = a.account_id and v.known_to is null
      where a.churned_on is null and a.archived_at is null) q cross join lateral unnest(q.nos) n(no)`);
    await run('analyze truth');
    const values = rules.map((r, no) => `(${no}::smallint, '${r.ruleId}'::uuid, ${no % 4 === 0 ? 3 : 1})`).join(', ');
    await run(`create temporary table asked on commit drop as select * from (values ${values}) r(no, rule_id, days)`);
    await run(
      `delete from rule_state s using asked r where s.rule_id = r.rule_id and not exists (select from truth t where t.no = r.no and t.account_id = s.account_id)`,
    );
    await run(
      `insert into rule_state (account_id, product_no, rule_id, version, since) select t.account_id, 0, r.rule_id, 1, '${askedDay}' from truth t join asked r on r.no = t.no on conflict do nothing`,
    );
    const { rowCount } = await run(`
      with due as (update rule_state s set fired_on = '${addDays(askedDay, 1)}' from asked r where s.rule_id = r.rule_id and s.fired_on is null and s.since + r.days - 1 <= '${askedDay}' returning s.account_id, s.rule_id, r.no)
      insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts)
      select d.account_id, 0, d.rule_id, '${addDays(askedDay, 1)}', 1, '${askedDay}', now(),
        case when d.no < 140 then jsonb_build_array(jsonb_build_object('field', 'metric.metric' || 1 + d.no % 30, 'value', m.v[1 + d.no % 30]), jsonb_build_object('field', 'metric.metric' || 1 + (d.no + 7) % 30, 'value', m.v[1 + (d.no + 7) % 30]))
          when d.no < 180 then jsonb_build_array(jsonb_build_object('field', 'metric.metric' || 1 + d.no % 30, 'value', m.v[1 + d.no % 30], 'before', b.v[1 + d.no % 30], 'days', case when d.no % 2 = 1 then 7 else 28 end))
          else jsonb_build_array(jsonb_build_object('field', 'score', 'value', s.total), jsonb_build_object('field', 'touch_model', 'value', v.touch_model), jsonb_build_object('field', 'employees', 'value', v.employees)) end
      from due d left join metric_days m on m.account_id = d.account_id and m.product_no = 0 and m.day = '${askedDay}'
      left join metric_days b on b.account_id = d.account_id and b.product_no = 0 and b.day = '${askedDay}'::date - case when d.no % 2 = 1 then 7 else 28 end
      left join score_days s on s.account_id = d.account_id and s.product_no = 0 and s.day = '${askedDay}'
      left join account_versions v on v.account_id = d.account_id and v.known_to is null`);
    return rowCount ?? 0;
  });
