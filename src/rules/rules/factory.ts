import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { liveRules, lockRules } from './evaluate.ts';
import { factsOf } from './facts.sql.ts';
import { ruleFrame } from './frame.ts';
import { firingsOver } from './islands.sql.ts';
import { library } from './library.ts';
import { rebuildState } from './rebuild.ts';
import { insertRule, updateRule } from './store.ts';
import { ruleVersions } from './tables.ts';

type Taking = { key: string; language: Language; from: Day; note: string; by: string | null; at: Date };

/** Takes a rule of the library and lets it run from a day on, marked as sample; gives its id. */
export async function takeSampleRule(tx: Db, { key, language, from, note, by, at }: Taking): Promise<string> {
  const ready = library.find((rule) => rule.key === key)!;
  const definition = ready.definition(language);
  await lockRules(tx);
  const ruleId = await insertRule(
    tx,
    { name: ready.name[language], description: ready.description[language], draft: definition, template: key, createdBy: by },
    at,
  );
  // "Since when" is made once, at the end of the story (`lookedUntil`): of a large company that takes a while.
  await tx.insert(ruleVersions).values({ ruleId, version: 1, definition, note, overSlotsReason: note, publishedBy: by, publishedAt: at, firstDay: from });
  await updateRule(tx, ruleId, { status: 'live', version: 1, draft: null, evaluatedOn: addDays(from, -1), isSample: true }, at);
  return ruleId;
}

/** What these rules would have fired for some customers over a closed day: the truth and the fold of replay, which is that of the nightly pass. */
export async function fireDayFor(tx: Db, ruleIds: readonly string[], day: Day, accountIds: string[], at: Date): Promise<void> {
  const frame = await ruleFrame(tx);
  const asked = (await liveRules(tx)).filter((rule) => ruleIds.includes(rule.ruleId));
  const span = { from: day, to: day };
  for (const { ruleId, version, definition } of asked) {
    await tx.execute(sql`
      insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts)
      select f.account_id, ${definition.productNo ?? 0}::smallint, ${ruleId}::uuid, f.fired_on, ${version}::int, f.for_day, ${at.toISOString()}::timestamptz, '[]'
      from (${firingsOver(definition, span, frame, accountIds)}) f order by 1 on conflict do nothing`);
    const fresh = sql`select n.account_id, n.for_day as day from rule_firings n where n.rule_id = ${ruleId}::uuid and n.for_day = ${day}::date and n.handled_at is null`;
    await tx.execute(sql`
      update rule_firings f set facts = q.facts from (${factsOf(definition, fresh, span, frame)}) q
      where f.account_id = q.account_id and f.rule_id = ${ruleId}::uuid and f.for_day = ${day}::date and f.handled_at is null`);
  }
}

/** From here on the nightly pass goes on by itself: what holds on `day` counts as having been seen. */
export async function lookedUntil(tx: Db, ruleIds: readonly string[], day: Day): Promise<void> {
  await lockRules(tx);
  const frame = await ruleFrame(tx);
  for (const rule of (await liveRules(tx)).filter(({ ruleId }) => ruleIds.includes(ruleId))) await rebuildState(tx, rule, day, frame);
  await tx.execute(sql`update rules set evaluated_on = ${day}::date where rule_id = any(${sql.param([...ruleIds])}::uuid[])`);
}
