import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';
import type { RuleDefinition } from './definition.ts';
import { ruleFrame } from './frame.ts';
import { rebuildState } from './rebuild.ts';
import { ruleVersions } from './tables.ts';
import { updateRule, type Stored } from './store.ts';

/**
 * The last closed day a rule that begins now counts as having looked at; it may fire for the days after. Yesterday, unless
 * its close is still to come.
 */
async function lookedAt(tx: Db, today: Day): Promise<Day> {
  const closed = (await row<{ day: Day | null }>(tx, sql`select max(day) as day from days_closed where day < ${today}::date`))!.day;
  return closed && closed >= addDays(today, -2) ? closed : addDays(today, -1);
}

/**
 * Whether the weekly slots take what a definition makes, by its latest replay: weeks in which somebody gets more than their
 * slots; null: it has not been asked of the past. Replays lie further right and cannot be imported; their rows can be asked.
 */
export async function weeksOverSlots(tx: Db, definition: RuleDefinition): Promise<number | null> {
  if (!definition.actions.some((action) => action.kind === 'cta')) return 0;
  const found = await row<{ over: number }>(
    tx,
    sql`select (result->>'weeksOver')::int as over from replays where status = 'done' and definition = ${JSON.stringify(definition)}::jsonb
        order by finished_at desc limit 1`,
  );
  return found?.over ?? null;
}

type How = { definition: RuleDefinition; note: string; overSlotsReason: string | null; by: string | null; now: Date; today: Day };

/** Makes a definition the running version; the caller holds `lockRules`. Gives the number of the version. */
export async function publishVersion(tx: Db, rule: Pick<Stored, 'ruleId' | 'version'>, how: How): Promise<number> {
  const { ruleId } = rule;
  const evaluatedOn = await lookedAt(tx, how.today);
  const firstDay = addDays(evaluatedOn, 1);
  const version = (rule.version ?? 0) + 1;
  const { definition, note, overSlotsReason, by, now } = how;
  await tx.insert(ruleVersions).values({ ruleId, version, definition, note, overSlotsReason, publishedBy: by, publishedAt: now, firstDay });
  await updateRule(tx, ruleId, { status: 'live', version, draft: null, evaluatedOn, retirementProposedAt: null }, now);
  await rebuildState(tx, { ruleId, version, firstDay, definition }, evaluatedOn, await ruleFrame(tx));
  return version;
}

/** Lets a paused rule run again. What became true in the meantime counts as having fired. */
export async function resumeVersion(tx: Db, rule: Stored, now: Date, today: Day): Promise<void> {
  const evaluatedOn = await lookedAt(tx, today);
  await updateRule(tx, rule.ruleId, { status: 'live', evaluatedOn }, now);
  const asked = { ruleId: rule.ruleId, version: rule.version!, firstDay: rule.firstDay!, definition: { ...rule.definition!, catchUp: false } };
  await rebuildState(tx, asked, evaluatedOn, await ruleFrame(tx));
}
