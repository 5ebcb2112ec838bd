import { findAccount } from '#accounts/accounts/index.ts';
import { write } from '#platform/audit/audit.ts';
import { addBusinessDays } from '#platform/clock/business-days.ts';
import type { Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { checkInput, problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import { effectOf, isActive, refuseAct, type Act } from './acts.ts';
import { contract } from './contract.ts';
import { findCta, type Cta } from './find.sql.ts';
import { doubles, lockTaking } from './identity.sql.ts';
import { placeHanded, weekOf, type Place } from './logic.ts';
import { ctasClosed, ctasCreated } from './signals.ts';
import { roomOf } from './slots.sql.ts';
import { byOf, changeCtas, csmOf, difference, insertCta, listChanges, listReasons, lockCta, lockCtas, noteChanges, unknownLinks, type Row } from './store.ts';
import { tellAssigned } from './tell.ts';

const on = implementSlice(contract);

export const actRoutes = {
  create: on.create.handler(({ context, input: { accountId, ...given } }) =>
    write(context, 'ctas.create', async (tx, audit) => {
      const account = await findAccount(tx, accountId);
      if (!account) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
      const at = context.clock();
      const by = byOf(context.actor);
      const reason = await reasonOf(tx, given.reason);
      const made = {
        productNo: 0,
        note: null,
        priority: 2,
        dueOn: addBusinessDays(context.today, 3),
        contractId: null,
        contactId: null,
        riskCategory: reason.riskCategory,
        type: reason.type,
        ...given,
        ownerId: given.ownerId === undefined ? ((await csmOf(tx, accountId)) ?? by.id) : given.ownerId,
      };
      refuseCategory(made.type, made.riskCategory);
      await refuseUnknown(tx, accountId, made);
      const ctaId = newId();
      await insertCta(tx, { ...made, accountId, ctaId, isSample: account.isSample, createdBy: by.id, createdAt: at, updatedAt: at });
      await noteChanges(tx, [{ accountId, ctaId, kind: 'created', at, by }]);
      await tellAssigned(tx, context, [{ accountId, ctaId, ownerId: made.ownerId, title: made.title, accountName: account.name }]);
      await context.jobs.publish(tx, ctasCreated, { ctas: [{ accountId, ctaId, playbookId: null }] });
      audit({ noun: 'cta', id: ctaId, accountId, label: made.title, changes: { reason: [null, made.reason], ownerId: [null, made.ownerId] } });
      return shown(tx, context, accountId, ctaId);
    }),
  ),

  get: on.get.handler(({ context, input }) => shown(context.db, context, input.accountId, input.ctaId)),

  update: on.update.handler(({ context, input: { accountId, ctaId, ...given } }) =>
    changed(context, 'ctas.update', accountId, ctaId, async (tx, row) => {
      if (given.reason !== undefined && given.reason !== row.reason) {
        const reason = await reasonOf(tx, given.reason);
        if (given.riskCategory === undefined) given.riskCategory = reason.riskCategory;
        if (given.type === undefined) given.type = reason.type;
        const double = await doubles(tx, [{ ...row, reason: given.reason }]);
        if (isActive(row) && double.size)
          throw problem('CONFLICT', {
            ja: 'この理由のCTAが、同じルールからすでに開いています。',
            en: 'The same rule has an open CTA for this reason already.',
          });
      }
      const type = given.type ?? row.type;
      if (type !== 'risk') given.riskCategory = null;
      refuseCategory(type, given.riskCategory ?? null);
      await refuseUnknown(tx, accountId, given);
      return { kind: 'changed', change: given };
    }),
  ),

  status: on.status.handler(({ context, input: { accountId, ctaId, ...act } }) =>
    acted(context, 'ctas.status', accountId, ctaId, { kind: 'status', ...act }, act.note),
  ),
  snooze: on.snooze.handler(({ context, input: { accountId, ctaId, ...act } }) => acted(context, 'ctas.snooze', accountId, ctaId, { kind: 'snooze', ...act })),
  reassign: on.reassign.handler(({ context, input: { accountId, ctaId, ...act } }) =>
    acted(context, 'ctas.reassign', accountId, ctaId, { kind: 'reassign', ...act }, act.note),
  ),

  useless: on.useless.handler(({ context, input: { accountId, ctaId, useless } }) =>
    changed(context, 'ctas.useless', accountId, ctaId, async (_tx, row) => {
      if ((row.uselessAt !== null) === useless) return null;
      return { kind: 'useless', change: { uselessAt: useless ? context.clock() : null, uselessBy: useless ? byOf(context.actor).id : null } };
    }),
  ),

  bulk: on.bulk.handler(({ context, input: { items, action } }) =>
    write(context, 'ctas.bulk', async (tx, audit) => {
      refuseAct(action, context.today);
      if (action.kind === 'reassign') {
        await refuseUnknown(tx, items[0]!.accountId, { ownerId: action.ownerId }, 'action.');
        await lockTaking(tx);
      }
      const locked = await lockCtas(tx, items);
      const { changed, overflow } = await applyAct(tx, context, locked, action);
      for (const row of changed)
        audit({ noun: 'cta', id: row.ctaId, accountId: row.accountId, label: row.title, changes: { [action.kind]: [null, { ...action, kind: undefined }] } });
      if (!changed.length) audit(null);
      return { changed: changed.length, unchanged: items.length - changed.length, overflow };
    }),
  ),

  history: on.history.handler(async ({ context, input }) => {
    await shown(context.db, context, input.accountId, input.ctaId);
    return listChanges(context.db, input.accountId, input.ctaId);
  }),
};

type Applied = { changed: Row[]; overflow: number };

/**
 * Applies one act to the rows it fits, grouped by what it sets; gives those that changed, and how many of them are beyond the
 * slots of whom they were handed to (whoever hands over holds `lockTaking`, before the rows).
 */
async function applyAct(tx: Db, context: Context, locked: readonly Row[], act: Act, note?: string | null): Promise<Applied> {
  const at = context.clock();
  const by = byOf(context.actor);
  const doubled =
    act.kind === 'status' && isActive(act)
      ? await doubles(
          tx,
          locked.filter((row) => !isActive(row)),
        )
      : new Set<string>();
  const places = await placesOf(tx, locked, act, context.today);
  const groups = new Map<string, { kind: string; change: Partial<Row>; rows: Row[] }>();
  for (const row of locked) {
    const effect = doubled.has(row.ctaId) ? null : effectOf(row, act, { at, today: context.today, by: by.id, places });
    if (!effect) continue;
    const key = JSON.stringify(effect);
    const group = groups.get(key) ?? { ...effect, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  for (const { kind, change, rows } of all) await changeCtas(tx, rows, change, { kind, at, by, note });
  const changed = all.flatMap((group) => group.rows);
  const ids = changed.map(({ accountId, ctaId }) => ({ accountId, ctaId }));
  if (ids.length && act.kind === 'status' && !isActive(act)) await context.jobs.publish(tx, ctasClosed, { ctas: ids });
  if (ids.length && act.kind === 'reassign')
    await tellAssigned(
      tx,
      context,
      changed.map((row) => ({ ...row, ownerId: act.ownerId })),
    );
  return { changed, overflow: changed.filter((row) => places.get(row.ctaId) === 'overflow').length };
}

async function placesOf(tx: Db, locked: readonly Row[], act: Act, today: Day): Promise<Map<string, Place>> {
  if (act.kind !== 'reassign' || act.ownerId === null) return new Map();
  const moved = locked.filter((row) => isActive(row) && row.ownerId !== act.ownerId && row.slot !== 'outside');
  if (!moved.length) return new Map();
  return placeHanded(
    moved.map(({ ctaId, slot, rank }) => ({ key: ctaId, slot, rank })),
    await roomOf(tx, act.ownerId, weekOf(today)),
  );
}

async function acted(context: Context, action: string, accountId: string, ctaId: string, act: Act, note?: string | null): Promise<Cta> {
  return write(context, action, async (tx, audit) => {
    if (act.kind === 'reassign') await lockTaking(tx);
    const row = await locked(tx, accountId, ctaId);
    refuseAct(act, context.today);
    if (act.kind === 'reassign') await refuseUnknown(tx, accountId, { ownerId: act.ownerId });
    if (act.kind !== 'status' && !isActive(row)) throw problem('CONFLICT', { ja: 'このCTAは、すでに終わっています。', en: 'This CTA is closed already.' });
    if (row.mergedInto && act.kind === 'status')
      throw problem('CONFLICT', { ja: '統合されたCTAは、統合先で進めてください。', en: 'This CTA was merged: go on with the one it was merged into.' });
    if (act.kind === 'status' && isActive(act) && !isActive(row) && (await doubles(tx, [row])).size)
      throw problem('CONFLICT', {
        ja: '同じルールのCTAがすでに開いているため、再開できません。',
        en: 'It cannot be reopened: the same rule has an open CTA already.',
      });
    const [done] = (await applyAct(tx, context, [row], act, note)).changed;
    if (!done) audit(null);
    const after = await locked(tx, accountId, ctaId);
    if (done) audit({ noun: 'cta', id: ctaId, accountId, label: row.title, changes: changesOf(row, after) });
    return shown(tx, context, accountId, ctaId);
  });
}

type Work = (tx: Db, row: Row) => Promise<{ kind: string; change: Partial<Row>; note?: string | null } | null>;

/** A change of one CTA with its history and audit row; `work` says what to set, or null for nothing. */
export async function changed(context: Context, action: string, accountId: string, ctaId: string, work: Work): Promise<Cta> {
  return write(context, action, async (tx, audit) => {
    const row = await locked(tx, accountId, ctaId);
    const effect = await work(tx, row);
    const { before, after } = difference(row, effect?.change ?? {});
    if (!effect || !Object.keys(after).length) {
      audit(null);
    } else {
      await changeCtas(tx, [row], effect.change, { kind: effect.kind, at: context.clock(), by: byOf(context.actor), note: effect.note });
      audit({ noun: 'cta', id: ctaId, accountId, label: row.title, changes: pairs(before, after) });
    }
    return shown(tx, context, accountId, ctaId);
  });
}

const pairs = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  Object.fromEntries(Object.keys(after).map((key) => [key, [before[key] ?? null, after[key]]]));

function changesOf(before: Row, after: Row) {
  const { updatedAt: _at, ...rest } = after;
  const found = difference(before, rest);
  return pairs(found.before, found.after);
}

export async function locked(tx: Db, accountId: string, ctaId: string): Promise<Row> {
  const row = await lockCta(tx, accountId, ctaId);
  if (!row) throw problem('NOT_FOUND', { ja: 'CTAが見つかりません。', en: 'No such CTA.' });
  return row;
}

export async function shown(db: Db, context: Context, accountId: string, ctaId: string): Promise<Cta> {
  const found = await findCta(db, accountId, ctaId, context.today);
  if (!found) throw problem('NOT_FOUND', { ja: 'CTAが見つかりません。', en: 'No such CTA.' });
  return found;
}

async function reasonOf(db: Db, key: string) {
  const reason = (await listReasons(db)).find((r) => r.reason === key && !r.archived);
  if (!reason) throw problemAt('reason', { ja: '理由が見つかりません。', en: 'No such reason.' });
  return reason;
}

function refuseCategory(type: string, category: string | null): void {
  if (type === 'risk' || category === null) return;
  throw problemAt('riskCategory', { ja: 'リスクの分類は、リスクのCTAだけに付けられます。', en: 'Only a risk CTA has a category of risk.' });
}

const missing: Record<string, { ja: string; en: string }> = {
  contractId: { ja: 'この顧客の契約が見つかりません。', en: 'The customer has no such contract.' },
  contactId: { ja: 'この顧客の先方担当者が見つかりません。', en: 'The customer has no such contact.' },
  ownerId: { ja: 'メンバーが見つかりません。', en: 'No such member.' },
  productNo: { ja: '製品が見つかりません。', en: 'No such product.' },
};

async function refuseUnknown(tx: Db, accountId: string, links: Parameters<typeof unknownLinks>[2], at = ''): Promise<void> {
  const unknown = await unknownLinks(tx, accountId, links);
  if (unknown.length)
    throw problem(
      'BAD_REQUEST',
      checkInput,
      unknown.map((path) => ({ path: at + path, message: missing[path]! })),
    );
}
