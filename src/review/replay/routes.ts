import { write } from '#platform/audit/audit.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { readWorld, refuseRule, ruleSource, type RuleDefinition } from '#rules/rules/index.ts';
import { contract, type Replay } from './contract.ts';
import { makeReplay, replayJob } from './jobs.ts';
import { failureText } from './failures.ts';
import { countAccounts, findReplay, insertReplay, latestReplay, pendingReplay } from './store.ts';

const on = implementSlice(contract);
// Customers times days that are answered within the request: a second or two.
const atOnce = 1_000_000;
type How = { days: number; closedAfterDays: number | null; fill: boolean };

export const routes = {
  ofRule: on.ofRule.handler(async ({ context, input: { ruleId, definition, ...how } }) => {
    const rule = await ruleSource(context.db, ruleId);
    if (!rule) throw problem('NOT_FOUND', { ja: 'ルールが見つかりません。', en: 'No such rule.' });
    return ask(context, { ruleId, name: rule.name, definition: definition ?? rule.draft ?? rule.definition! }, how);
  }),

  ofDefinition: on.ofDefinition.handler(({ context, input: { definition, ...how } }) => ask(context, { ruleId: null, name: null, definition }, how)),

  latest: on.latest.handler(async ({ context, input }) => {
    const found = await latestReplay(context.db, input.ruleId);
    return found ? shown(context, found) : null;
  }),

  get: on.get.handler(async ({ context, input }) => shown(context, await findReplay(context.db, input.replayId))),
};

/** Answers at once where that takes a moment; otherwise a job does it, and the answer says how to follow it. */
async function ask(context: Context, { ruleId, name, definition }: { ruleId: string | null; name: string | null; definition: RuleDefinition }, how: How) {
  refuseRule(definition, await readWorld(context), 'definition');
  const asked = { ruleId, definition, ...how, day: context.today, askedBy: context.actor.kind === 'member' ? context.actor.id : null };
  const pending = await pendingReplay(context.db, asked);
  if (pending) return shown(context, pending);
  const soon = !how.fill && (await countAccounts(context.db)) * how.days * (definition.trigger.kind === 'unusual' ? 20 : 1) <= atOnce;
  const replayId = await write(context, 'replays.create', async (tx, audit) => {
    const made = await insertReplay(tx, asked, context.clock(), soon ? 'running' : 'queued');
    if (!soon) await context.jobs.enqueue(tx, replayJob, { replayId: made });
    audit({ noun: 'replay', id: made, label: name, changes: { days: how.days } });
    return made;
  });
  if (soon) await makeReplay(context.database, context.clock, replayId);
  return shown(context, await findReplay(context.db, replayId));
}

function shown(context: Context, found: Replay | undefined): Replay {
  if (!found) throw problem('NOT_FOUND', { ja: '試算が見つかりません。', en: 'No such replay.' });
  return { ...found, error: failureText(found.error, languageOf(context)) };
}
