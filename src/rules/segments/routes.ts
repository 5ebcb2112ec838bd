import { sql } from 'drizzle-orm';
import { changedFields, write } from '#platform/audit/audit.ts';
import { row, rows, sqlState, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem, problemAt, type Said } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import {
  askingOf,
  comparisons,
  conditionAsked,
  forgetCatalogue,
  loadCatalogue,
  needsHistory,
  refuseIssues,
  segmentsIn,
  sentence,
  type Catalogue,
  type Condition,
} from '#rules/conditions/index.ts';
import { contract, type Segment } from './contract.ts';
import { refreshMembers } from './members.sql.ts';
import { countNow, deleteSegment, findCircle, insertSegment, listSegments, updateSegment, type Stored } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(async ({ context }) => {
    const [found, catalogue] = await Promise.all([listSegments(context.db), loadCatalogue(context.db)]);
    const current = await countNow(
      context.db,
      found.filter((s) => !s.materialised),
      catalogue,
      askingOf(context),
    );
    return found.map((s) => shown(context, { ...s, members: current.get(s.segmentId) ?? s.members }, found, catalogue));
  }),

  get: on.get.handler(async ({ context, input }) => {
    const [found, catalogue] = await Promise.all([listSegments(context.db), loadCatalogue(context.db)]);
    return shown(context, orMissing(found.find((s) => s.segmentId === input.segmentId)), found, catalogue);
  }),

  preview: on.preview.handler(async ({ context, input: { condition } }) => {
    const { where, catalogue } = await conditionAsked(context, condition);
    const found = sql`from account_facts f where not f.is_archived and ${where}`;
    const [total, sample] = await Promise.all([
      row<{ count: number; mrr: string | null }>(context.db, sql`select count(*)::int as count, sum(f.mrr)::text as mrr ${found}`),
      rows<{ accountId: string; name: string }>(
        context.db,
        sql`select f.account_id as "accountId", f.name ${found} order by f.mrr desc nulls last, f.account_id limit 8`,
      ),
    ]);
    return { ...read(context, condition, catalogue), slow: needsHistory(condition), ...total!, sample };
  }),

  create: on.create.handler(async ({ context, input }) => {
    await refuseSegment(context, input.condition, null);
    return uniqueName(() =>
      write(context, 'segments.create', async (tx, audit) => {
        const segmentId = await insertSegment(tx, input, context.actor.kind === 'member' ? context.actor.id : null, context.clock());
        audit({ noun: 'segment', id: segmentId, label: input.name, changes: changedFields({}, await said(context, tx, input)) });
        return evaluated(context, tx, segmentId);
      }),
    );
  }),

  update: on.update.handler(async ({ context, input: { segmentId, ...change } }) => {
    if (change.condition) await refuseSegment(context, change.condition, segmentId);
    return uniqueName(() =>
      write(context, 'segments.update', async (tx, audit) => {
        const before = orMissing((await listSegments(tx, segmentId))[0]);
        await updateSegment(tx, segmentId, change, context.clock());
        const asSaid = { ...before, ...(change.condition && (await said(context, tx, { condition: before.condition }))) };
        const changes = changedFields(asSaid, await said(context, tx, change));
        audit(Object.keys(changes).length ? { noun: 'segment', id: segmentId, label: change.name ?? before.name, changes } : null);
        return evaluated(context, tx, segmentId);
      }),
    );
  }),

  remove: on.remove.handler(({ context, input: { segmentId } }) =>
    write(context, 'segments.remove', async (tx, audit) => {
      const all = await listSegments(tx);
      const before = orMissing(all.find((s) => s.segmentId === segmentId));
      const users = usersOf(segmentId, all);
      if (users.length)
        throw problem(
          'CONFLICT',
          {
            ja: `ほかのセグメント（${users.join('、')}）で使われているため、削除できません。`,
            en: `Other segments use it (${users.join(', ')}), so it cannot be deleted.`,
          },
          undefined,
          { usedIn: users },
        );
      await deleteSegment(tx, segmentId);
      const { condition } = await said(context, tx, { condition: before.condition });
      audit({ noun: 'segment', id: segmentId, label: before.name, changes: { condition: [condition, null] } });
      forgetCatalogue(context.db);
    }),
  ),
};

/** Members now, so that the answer has a size and lists can use the segment at once. */
async function evaluated(context: Context, tx: Db, segmentId: string): Promise<Segment> {
  const catalogue = await loadCatalogue(tx);
  await refreshMembers(tx, segmentId, catalogue, { ...askingOf(context), me: null }, context.clock());
  forgetCatalogue(context.db);
  const all = await listSegments(tx);
  return shown(
    context,
    all.find((s) => s.segmentId === segmentId)!,
    all,
    catalogue,
  );
}

function shown(context: Context, s: Stored, all: Stored[], catalogue: Catalogue): Segment {
  const { ownerName, materialised, ...rest } = s;
  return { ...rest, ownerName, looksBack: materialised, sentence: read(context, s.condition, catalogue), usedIn: usersOf(s.segmentId, all) };
}

function read(context: Context, condition: Condition, { fields }: Catalogue): { ja: string; en: string } {
  const { currency } = context.organisation;
  return { ja: sentence(condition, { fields, currency, language: 'ja' }), en: sentence(condition, { fields, currency, language: 'en' }) };
}

/** The condition as a person would say it, for the audit log. */
async function said<T extends { condition?: Condition }>(context: Context, tx: Db, { condition, ...rest }: T): Promise<Record<string, unknown>> {
  if (!condition) return rest;
  return { ...rest, condition: read(context, condition, await loadCatalogue(tx))[context.organisation.language] };
}

const usersOf = (segmentId: string, all: Stored[]) => all.filter((s) => segmentsIn(s.condition).includes(segmentId)).map((s) => s.name);

function orMissing<T>(found: T | undefined): T {
  if (!found) throw problem('NOT_FOUND', { ja: 'セグメントが見つかりません。', en: 'No such segment.' });
  return found;
}

async function refuseSegment(context: Context, condition: Condition, segmentId: string | null): Promise<void> {
  const catalogue = await loadCatalogue(context.db);
  refuseIssues(context, condition, catalogue);
  const refuse = (said: Said) => problemAt('condition', said);
  if (comparisons(condition).some((c) => Array.isArray(c.value) && c.value.includes('@me')))
    throw refuse({ ja: 'セグメントはみんなで使うため、「自分」は使えません。', en: 'Everybody uses a segment, so it cannot speak of "me".' });
  const circle = segmentId && findCircle(segmentId, condition, catalogue.segments);
  if (circle)
    throw refuse({
      ja: `セグメントが循環しています${circle.length ? `（${circle.join(' → ')}）` : ''}。`,
      en: `The segments go in a circle${circle.length ? ` (${circle.join(' → ')})` : ''}.`,
    });
}

async function uniqueName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === '23505')
      throw problemAt('name', { ja: 'この名前のセグメントはすでにあります。', en: 'There is a segment of this name already.' }, 'CONFLICT');
    throw error;
  }
}
