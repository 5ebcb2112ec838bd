import { sql, type SQL } from 'drizzle-orm';
import { handOver } from '#accounts/assignments/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import type { Context } from '#platform/http/context.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { conditionAsked, refuseIssues, readCatalogue } from '#rules/conditions/index.ts';
import { countHandover, memberToAssign } from './assign.ts';
import { applyChange, countChange, pickTarget, tagsChange, touchModelChange, type ColumnChange } from './bulk.ts';
import { isColumn } from './columns.ts';
import { contract, type Target, type View } from './contract.ts';
import { countCapped, findPage, summarise } from './find.ts';
import { listSaid } from './said.ts';
import { deleteView, insertView, listViewsOf, updateView, type ViewFields } from './views.ts';

export { exportRoute } from './export.ts';

const on = implementSlice(contract);
// A page of rows goes out as Postgres gave it: checking every cell again took longer than finding them.
const unchecked = on.$config({ initialOutputValidationIndex: NaN });

export const routes = {
  query: unchecked.query.handler(({ context, input }) => findPage(context, input)),
  count: on.count.handler(({ context, input }) => summarise(context, input)),

  tag: on.tag.handler(({ context, input: { target, add, remove, preview } }) =>
    bulk(context, 'accounts.tag', target, tagsChange(add, remove), { add, remove }, preview),
  ),
  touchModel: on.touchModel.handler(({ context, input: { target, touchModel, preview } }) =>
    bulk(context, 'accounts.set_touch_model', target, touchModelChange(touchModel), { touchModel }, preview),
  ),

  assign: on.assign.handler(async ({ context, input: { target, role, memberId, handoverNote, preview } }) => {
    const picked = await pickTarget(context, target);
    const name = await memberToAssign(context.db, memberId);
    if (preview) return countHandover(context.db, picked, role, memberId);
    return write(context, 'assignments.reassign', async (tx, audit) => {
      const { accounts } = await countHandover(tx, picked, role, memberId);
      const done = await handOver(tx, context.jobs, picked, { role, memberId, fromOn: context.today, note: handoverNote || null }, context.clock());
      for (const { accountId, name: account, before } of done)
        audit({ noun: 'assignment', id: accountId, accountId, label: account, changes: { [role]: [before, name] } });
      if (!done.length) audit(null);
      return { accounts, changed: done.length };
    });
  }),

  views: on.views.handler(({ context }) => listViewsOf(context.db, memberIdOf(context))),
  viewCounts: on.viewCounts.handler(async ({ context, input: { conditions } }) => {
    const counted = await Promise.all(
      Object.entries(conditions).map(async ([key, condition]) => {
        const { where } = await conditionAsked(context, condition, [], `conditions.${key}`);
        return [key, await countCapped(context.db, sql`${where} and not f.is_archived`)] as const;
      }),
    );
    return Object.fromEntries(counted);
  }),

  createView: on.createView.handler(async ({ context, input }) => {
    await refuseView(context, input);
    const said = await listSaid(context, input);
    return write(context, 'views.create', async (tx, audit) => {
      const viewId = await insertView(tx, memberIdOf(context), input, context.clock());
      audit({ noun: 'view', id: viewId, label: input.name, changes: changedFields({}, said) });
      return (await listViewsOf(tx, memberIdOf(context), viewId))[0]!;
    });
  }),

  updateView: on.updateView.handler(async ({ context, input: { viewId, ...change } }) => {
    await refuseView(context, change);
    return write(context, 'views.update', async (tx, audit) => {
      const before = await ownView(tx, context, viewId);
      await updateView(tx, viewId, change, context.clock());
      const after = (await listViewsOf(tx, memberIdOf(context), viewId))[0]!;
      const saying = { ...context, db: tx };
      const changes = changedFields(await listSaid(saying, before), await listSaid(saying, after));
      audit(Object.keys(changes).length ? { noun: 'view', id: viewId, label: after.name, changes } : null);
      return after;
    });
  }),

  removeView: on.removeView.handler(({ context, input: { viewId } }) =>
    write(context, 'views.remove', async (tx, audit) => {
      const before = await ownView(tx, context, viewId);
      await deleteView(tx, viewId);
      audit({ noun: 'view', id: viewId, label: before.name });
    }),
  ),
};

/** Previewed: counted. Otherwise changed, with one audit row that says for how many and what. */
async function bulk(context: Context, action: string, target: Target, change: ColumnChange, what: object, preview: boolean) {
  const picked: SQL = await pickTarget(context, target);
  if (preview) return countChange(context.db, picked, change);
  return write(context, action, async (tx, audit) => {
    const result = await applyChange(tx, context, picked, change);
    const whom = 'condition' in target ? await listSaid({ ...context, db: tx }, { condition: target.condition }) : target;
    audit(result.changed ? { noun: 'account', label: `${result.changed}`, changes: { ...what, ...result, ...whom } } : null);
    return result;
  });
}

function memberIdOf(context: Context): string {
  if (context.actor.kind === 'member') return context.actor.id;
  throw problem('FORBIDDEN', { ja: 'ビューはメンバーごとのものです。', en: 'Views belong to members.' });
}

async function ownView(db: Context['db'], context: Context, viewId: string): Promise<View> {
  const view = (await listViewsOf(db, memberIdOf(context), viewId))[0];
  if (!view) throw problem('NOT_FOUND', { ja: 'ビューが見つかりません。', en: 'No such view.' });
  if (!view.mine) throw problem('FORBIDDEN', { ja: 'ほかのメンバーのビューは変更できません。', en: 'You cannot change a view of another member.' });
  return view;
}

async function refuseView(context: Context, { condition, columns, sort }: Partial<ViewFields>): Promise<void> {
  const catalogue = await readCatalogue(context.db, { condition: condition ?? undefined, keys: sort ? [sort.field] : [] });
  if (condition) refuseIssues(context, condition, catalogue);
  const wrong = columns?.findIndex((key) => !isColumn(key, catalogue)) ?? -1;
  if (wrong >= 0) throw problemAt(`columns.${wrong}`, { ja: `列「${columns![wrong]}」はありません。`, en: `There is no column "${columns![wrong]}".` });
}
