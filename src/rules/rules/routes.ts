import { changedFields, write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import type { RuleDefinition } from './definition.ts';
import { lockRules } from './evaluate.ts';
import { isHappening } from './frame.ts';
import { loadKnown } from './known.sql.ts';
import { library } from './library.ts';
import { needsOfLibrary } from './needs.sql.ts';
import { findNow } from './preview.sql.ts';
import { publishVersion, resumeVersion, weeksOverSlots } from './publish.ts';
import { readWorld, refuseRule, sentences, type World } from './world.ts';
import { deleteRule, insertRule, listFirings, listRules, listVersions, updateRule, type Stored } from './store.ts';

const on = implementSlice(contract);
const memberOf = ({ actor }: Context) => (actor.kind === 'member' ? actor.id : null);

export const routes = {
  list: on.list.handler(async ({ context }) => {
    const [found, world] = await Promise.all([listRules(context.db, context.today), readWorld(context)]);
    return found.map((rule) => shown(rule, world));
  }),

  library: on.library.handler(async ({ context }) => {
    const [world, taken] = await Promise.all([readWorld(context), listRules(context.db, context.today)]);
    const need = await needsOfLibrary(context.db, world.catalogue, world.known);
    return library.map(({ key, name, description, needs, first, definition }) => {
      const asked = needs.map(need);
      const rule = definition('ja');
      const cta = rule.actions.find((a) => a.kind === 'cta');
      return {
        key,
        name,
        description,
        sentence: { ja: sentences(rule, world).ja, en: sentences(definition('en'), world).en },
        type: cta?.type ?? 'activity',
        first: first ?? false,
        needs: asked,
        ready: asked.every((n) => n.there),
        takenAs: taken.find((r) => r.template === key && r.status !== 'retired')?.ruleId ?? null,
      };
    });
  }),

  take: on.take.handler(({ context, input: { key } }) => {
    const ready = library.find((rule) => rule.key === key);
    if (!ready) throw problem('NOT_FOUND', { ja: 'このルールはライブラリーにありません。', en: 'The library has no such rule.' });
    const { language } = context.organisation;
    const fields = { name: ready.name[language], description: ready.description[language], draft: ready.definition(language), template: key };
    return create(context, 'rules.take', fields);
  }),

  choices: on.choices.handler(({ context }) => loadKnown(context.db)),

  preview: on.preview.handler(async ({ context, input: { definition } }) => {
    const world = await readWorld(context);
    const issues = world.issuesOf(definition);
    const of = isHappening(definition) ? ('last28' as const) : ('now' as const);
    const nobody = { count: null, mrr: null, examples: [] };
    const found = issues.length
      ? nobody
      : await findNow(context.db, definition, { catalogue: world.catalogue, timeZone: context.organisation.timeZone }, context.today);
    return { sentence: sentences(definition, world), issues, of, ...found };
  }),

  create: on.create.handler(({ context, input: { name, description, definition } }) =>
    create(context, 'rules.create', { name, description, draft: definition }),
  ),

  get: on.get.handler(async ({ context, input: { ruleId } }) => {
    const [[rule], world, versions] = await Promise.all([listRules(context.db, context.today, ruleId), readWorld(context), listVersions(context.db, ruleId)]);
    return { ...shown(orMissing(rule), world), versions: versions.map((v) => ({ ...v, sentence: sentences(v.definition, world) })) };
  }),

  update: on.update.handler(({ context, input: { ruleId, ...change } }) =>
    changeRule(context, 'rules.update', ruleId, async (tx, rule, world) => {
      if (change.draft !== undefined && rule.status === 'retired')
        throw problem('CONFLICT', { ja: '使用を停止したルールは編集できません。', en: 'A retired rule cannot be edited.' });
      if (change.draft === null && rule.version === null)
        throw problem('CONFLICT', {
          ja: '公開したことのないルールの下書きは、ルールごと削除してください。',
          en: 'This rule was never published: delete the rule instead of its draft.',
        });
      await updateRule(tx, ruleId, change, context.clock());
      const { draft, ...rest } = change;
      const edited = draft === undefined ? {} : { definition: draft && say(context, draft, world) };
      return changedFields({ ...rule, definition: rule.draft && say(context, rule.draft, world) }, { ...rest, ...edited });
    }),
  ),

  publish: on.publish.handler(({ context, input: { ruleId, note, overSlotsReason } }) =>
    changeRule(context, 'rules.publish', ruleId, async (tx, rule, world) => {
      const definition = rule.draft;
      if (!definition || rule.status === 'retired') throw problem('CONFLICT', { ja: '公開する下書きがありません。', en: 'There is no draft to publish.' });
      refuseRule(definition, world, 'draft');
      if (!overSlotsReason) refuseOverSlots(await weeksOverSlots(tx, definition));
      const how = { definition, note, overSlotsReason: overSlotsReason || null, by: memberOf(context), now: context.clock(), today: context.today };
      const version = await publishVersion(tx, rule, how);
      const before = rule.definition && say(context, rule.definition, world);
      return { version: [rule.version, version], definition: [before, say(context, definition, world)], note: [null, note], ...reasonGiven(overSlotsReason) };
    }),
  ),

  pause: on.pause.handler(({ context, input: { ruleId } }) =>
    changeRule(context, 'rules.pause', ruleId, async (tx, rule) => {
      if (rule.status !== 'live') throw problem('CONFLICT', { ja: '実行中のルールではありません。', en: 'The rule is not live.' });
      await updateRule(tx, ruleId, { status: 'paused' }, context.clock());
      return { status: [rule.status, 'paused'] };
    }),
  ),

  resume: on.resume.handler(({ context, input: { ruleId } }) =>
    changeRule(context, 'rules.resume', ruleId, async (tx, rule, world) => {
      if (rule.status !== 'paused') throw problem('CONFLICT', { ja: '一時停止中のルールではありません。', en: 'The rule is not paused.' });
      refuseRule(rule.definition!, world, 'definition');
      await resumeVersion(tx, rule, context.clock(), context.today);
      return { status: [rule.status, 'live'] };
    }),
  ),

  retire: on.retire.handler(({ context, input: { ruleId } }) =>
    changeRule(context, 'rules.retire', ruleId, async (tx, rule) => {
      if (rule.status !== 'live' && rule.status !== 'paused')
        throw problem('CONFLICT', { ja: '公開されているルールではありません。', en: 'The rule is not published.' });
      await updateRule(tx, ruleId, { status: 'retired', draft: null, retirementProposedAt: null }, context.clock());
      return { status: [rule.status, 'retired'] };
    }),
  ),

  remove: on.remove.handler(({ context, input: { ruleId } }) =>
    write(context, 'rules.remove', async (tx, audit) => {
      await lockRules(tx);
      const rule = orMissing((await listRules(tx, context.today, ruleId))[0]);
      if (rule.version !== null)
        throw problem('CONFLICT', {
          ja: '公開したことのあるルールは、記録を残すため削除できません。使用を停止してください。',
          en: 'A rule that was published stays on record and cannot be deleted. Retire it instead.',
        });
      await deleteRule(tx, ruleId);
      audit({ noun: 'rule', id: ruleId, label: rule.name, changes: { name: [rule.name, null] } });
    }),
  ),

  firings: on.firings.handler(async ({ context, input: { ruleId, limit, cursor } }) => {
    const place = fromCursor(cursor, 3);
    orMissing((await listRules(context.db, context.today, ruleId))[0]);
    const after = place && { firedOn: String(place[0]), accountId: String(place[1]), productNo: Number(place[2]) };
    const found = await listFirings(context.db, ruleId, limit + 1, after);
    const last = found[limit - 1];
    const nextCursor = found.length > limit && last ? toCursor([last.firedOn, last.accountId, last.productNo]) : null;
    return { items: found.slice(0, limit), nextCursor };
  }),
};

async function create(context: Context, action: string, fields: { name: string; description: string | null; draft: RuleDefinition; template?: string }) {
  return write(context, action, async (tx, audit) => {
    const world = await readWorld({ ...context, db: tx });
    const ruleId = await insertRule(tx, { ...fields, createdBy: memberOf(context) }, context.clock());
    audit({ noun: 'rule', id: ruleId, label: fields.name, changes: { definition: [null, say(context, fields.draft, world)] } });
    return shown((await listRules(tx, context.today, ruleId))[0]!, world);
  });
}

/** One change of a rule: nobody evaluates rules meanwhile; `work` gives what the audit log says. */
async function changeRule(context: Context, action: string, ruleId: string, work: (tx: Db, rule: Stored, world: World) => Promise<Record<string, unknown>>) {
  return write(context, action, async (tx, audit) => {
    await lockRules(tx);
    const world = await readWorld({ ...context, db: tx });
    const before = orMissing((await listRules(tx, context.today, ruleId))[0]);
    const changes = await work(tx, before, world);
    const after = (await listRules(tx, context.today, ruleId))[0]!;
    audit(Object.keys(changes).length ? { noun: 'rule', id: ruleId, label: after.name, changes } : null);
    return shown(after, world);
  });
}

function shown(rule: Stored, world: World) {
  const { definition, draft } = rule;
  const asked = draft ?? definition;
  return {
    ...rule,
    sentence: sentences((definition ?? draft)!, world),
    draftSentence: draft && sentences(draft, world),
    issues: asked ? world.issuesOf(asked) : [],
  };
}

function refuseOverSlots(weeks: number | null): void {
  if (weeks === 0) return;
  const message =
    weeks === null
      ? {
          ja: 'まだ過去データで試算していません。試算するか、試算せずに公開する理由を入力してください。',
          en: 'It was not replayed on past data yet. Replay it, or say why you publish it without.',
        }
      : {
          ja: `過去データでは、${weeks}週で週の対応枠を超えます。それでも公開する理由を入力してください。`,
          en: `On past data it goes over the slots of the week in ${weeks} weeks. Say why you publish it anyway.`,
        };
  throw problem('BAD_REQUEST', message, [{ path: 'overSlotsReason', message }]);
}

const say = (context: Context, definition: RuleDefinition, world: World) => sentences(definition, world)[context.organisation.language];
const reasonGiven = (reason: string | undefined) => (reason ? { overSlotsReason: [null, reason] } : {});

function orMissing<T>(found: T | undefined): T {
  if (!found) throw problem('NOT_FOUND', { ja: 'ルールが見つかりません。', en: 'No such rule.' });
  return found;
}
