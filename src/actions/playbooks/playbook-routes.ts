import { changedFields, write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { renderMarkdown } from '#platform/text/markdown.ts';
import { byOf, playbookOf, refuseDefinition, wordsFor } from './asked.ts';
import { contract, type Playbook } from './contract.ts';
import { draftOf, library } from './library.ts';
import { everyoneBeside } from './everyone.sql.ts';
import { outcomes } from './outcome.sql.ts';
import { deletePlaybook, hasRun, insertPlaybook, insertVersion, listPlaybooks, lockPlaybook, updatePlaybook } from './store.ts';

const on = implementSlice(contract);

export const playbookRoutes = {
  list: on.list.handler(async ({ context }) => {
    const [found, outcomeOf] = await Promise.all([listPlaybooks(context.db), outcomes(context.db, context.today, context.organisation.timeZone)]);
    return found.map((p) => ({ ...p, outcome: outcomeOf(p.playbookId) }));
  }),

  library: on.library.handler(async ({ context, input }) => {
    const taken = new Set((await listPlaybooks(context.db)).map((p) => p.template));
    return library.map((ready) => {
      const { draft, ...rest } = draftOf(ready, input.language ?? languageOf(context));
      return { ...rest, template: ready.template, definition: draft, taken: taken.has(ready.template) };
    });
  }),

  take: on.take.handler(({ context, input }) =>
    write(context, 'playbooks.take', async (tx, audit) => {
      const ready = library.find((r) => r.template === input.template);
      if (!ready) throw problem('NOT_FOUND', wordsFor(context).notFound);
      const made = { ...draftOf(ready, input.language ?? languageOf(context)), template: ready.template };
      const playbookId = await insertPlaybook(tx, made, byOf(context), context.clock());
      audit({ noun: 'playbook', id: playbookId, label: made.name, changes: { name: [null, made.name], template: [null, made.template] } });
      return playbookOf(tx, context, playbookId);
    }),
  ),

  get: on.get.handler(({ context, input }) => playbookOf(context.db, context, input.playbookId)),

  outcome: on.outcome.handler(async ({ context, input: { playbookId } }) => {
    await playbookOf(context.db, context, playbookId);
    return (await outcomes(context.db, context.today, context.organisation.timeZone, playbookId))(playbookId);
  }),

  everyone: on.everyone.handler(async ({ context, input: { playbookId } }) => {
    await playbookOf(context.db, context, playbookId);
    return everyoneBeside(context.db, playbookId, context.today);
  }),

  preview: on.preview.handler(({ input }) => ({ html: renderMarkdown(input.text) })),

  create: on.create.handler(({ context, input }) =>
    write(context, 'playbooks.create', async (tx, audit) => {
      await refuseDefinition(tx, context, input.draft);
      const { draft, ...given } = input;
      const fields = { description: null, ctaType: null, ...given };
      const playbookId = await insertPlaybook(tx, { ...fields, draft }, byOf(context), context.clock());
      audit({ noun: 'playbook', id: playbookId, label: fields.name, changes: changedFields({}, { ...fields, tasks: draft.tasks.length }) });
      return playbookOf(tx, context, playbookId);
    }),
  ),

  update: on.update.handler(({ context, input: { playbookId, ...change } }) =>
    changed(context, 'playbooks.update', playbookId, async (tx) => {
      if (change.draft) await refuseDefinition(tx, context, change.draft);
      return change;
    }),
  ),

  publish: on.publish.handler(({ context, input: { playbookId, note } }) =>
    changed(context, 'playbooks.publish', playbookId, async (tx, before) => {
      if (!before.draft) throw problem('CONFLICT', wordsFor(context).noDraft);
      // A field that it speaks of may have gone since it was written.
      await refuseDefinition(tx, context, before.draft);
      const version = (before.versions[0]?.version ?? 0) + 1;
      await insertVersion(tx, { playbookId, version, definition: before.draft, note: note || null, publishedBy: byOf(context), publishedAt: context.clock() });
      return { version, draft: null, status: 'live' as const };
    }),
  ),

  retire: on.retire.handler(({ context, input }) => changed(context, 'playbooks.retire', input.playbookId, async () => ({ status: 'retired' as const }))),
  restore: on.restore.handler(({ context, input }) =>
    changed(context, 'playbooks.restore', input.playbookId, async (_tx, { status, version }) =>
      status === 'retired' ? { status: version === null ? ('draft' as const) : ('live' as const) } : {},
    ),
  ),

  remove: on.remove.handler(({ context, input: { playbookId } }) =>
    write(context, 'playbooks.remove', async (tx, audit) => {
      await lockPlaybook(tx, playbookId);
      const before = await playbookOf(tx, context, playbookId);
      if (await hasRun(tx, playbookId)) throw problem('CONFLICT', wordsFor(context).ran);
      await deletePlaybook(tx, playbookId);
      audit({ noun: 'playbook', id: playbookId, label: before.name, changes: { name: [before.name, null] } });
    }),
  ),
};

type Change = Parameters<typeof updatePlaybook>[2];

async function changed(context: Context, action: string, playbookId: string, work: (tx: Db, before: Playbook) => Promise<Change>): Promise<Playbook> {
  return write(context, action, async (tx, audit) => {
    await lockPlaybook(tx, playbookId);
    const before = await playbookOf(tx, context, playbookId);
    const change = await work(tx, before);
    const changes = changedFields(before, change);
    if (Object.keys(changes).length) await updatePlaybook(tx, playbookId, change, context.clock());
    audit(Object.keys(changes).length ? { noun: 'playbook', id: playbookId, label: change.name ?? before.name, changes } : null);
    return playbookOf(tx, context, playbookId);
  });
}
