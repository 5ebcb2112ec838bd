import { sql } from 'drizzle-orm';
import { findAccount } from '#accounts/accounts/index.ts';
import { findProduct } from '#accounts/products/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { checkInput, problem, type Wrong } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import {
  deleteActivity,
  findActivities,
  insertActivity,
  lastTouches,
  unknownPeople,
  updateActivity,
  type Activity,
  type ActivityFields,
  type People,
  lockActivity,
} from './store.ts';

const on = implementSlice(contract);
// A laptop's clock may be a little ahead of ours.
const tolerance = 5 * 60_000;

export const routes = {
  list: on.list.handler(async ({ context, input: { accountId, kind, limit, cursor } }) => {
    const after = fromCursor(cursor, 2);
    const later = after ? sql`(t.happened_at, t.activity_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`;
    const found = await findActivities(context.db, accountId, kind ? sql`${later} and t.kind = ${kind}` : later, limit + 1);
    if (!found.length && !cursor) await existing(context.db, accountId);
    const last = found[limit - 1];
    return { items: found.slice(0, limit), nextCursor: found.length > limit && last ? toCursor([last.happenedAt.toISOString(), last.activityId]) : null };
  }),

  touches: on.touches.handler(({ context, input }) => lastTouches(context.db, input.accountId, context.organisation.timeZone, context.today)),

  get: on.get.handler(({ context, input }) => activityOf(context.db, input.accountId, input.activityId)),

  create: on.create.handler(({ context, input: { accountId, contactIds, memberIds, ...given } }) =>
    write(context, 'activities.create', async (tx, audit) => {
      await existing(tx, accountId);
      const at = context.clock();
      const self = context.actor.kind === 'member' ? context.actor.id : null;
      const people = { contactIds: [...new Set(contactIds)], memberIds: [...new Set(memberIds ?? (self ? [self] : []))] };
      const fields: ActivityFields = { direction: null, happenedAt: at, productNo: null, body: null, ...given };
      await check(tx, context, accountId, fields, people);
      const activityId = await insertActivity(tx, context.jobs, accountId, fields, people, self, at);
      audit({ noun: 'activity', id: activityId, accountId, label: fields.subject, changes: changedFields({}, { ...fields, ...people }) });
      return activityOf(tx, accountId, activityId);
    }),
  ),

  update: on.update.handler(({ context, input: { accountId, activityId, contactIds, memberIds, ...given } }) =>
    write(context, 'activities.update', async (tx, audit) => {
      await lockActivity(tx, accountId, activityId);
      const before = await activityOf(tx, accountId, activityId);
      const was: ActivityFields & People = { ...pickFields(before), contactIds: before.contacts.map((c) => c.id), memberIds: before.members.map((m) => m.id) };
      const people = { contactIds: [...new Set(contactIds ?? was.contactIds)], memberIds: [...new Set(memberIds ?? was.memberIds)] };
      const fields = { ...pickFields(before), ...given };
      if (given.kind === 'memo') fields.direction = null;
      await check(tx, context, accountId, fields, people);
      const changes = changedFields(was, { ...fields, ...people });
      audit(Object.keys(changes).length ? { noun: 'activity', id: activityId, accountId, label: fields.subject, changes } : null);
      if (!Object.keys(changes).length) return before;
      await updateActivity(tx, context.jobs, before, fields, people, context.clock());
      return activityOf(tx, accountId, activityId);
    }),
  ),

  remove: on.remove.handler(({ context, input: { accountId, activityId } }) =>
    write(context, 'activities.delete', async (tx, audit) => {
      const before = await activityOf(tx, accountId, activityId);
      await deleteActivity(tx, context.jobs, accountId, activityId, context.clock());
      audit({ noun: 'activity', id: activityId, accountId, label: before.subject, changes: { subject: [before.subject, null] } });
    }),
  ),
};

const pickFields = ({ kind, direction, happenedAt, productNo, subject, body }: Activity): ActivityFields => ({
  kind,
  direction,
  happenedAt,
  productNo,
  subject,
  body,
});

async function existing(db: Db, accountId: string): Promise<void> {
  if (!(await findAccount(db, accountId))) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
}

async function activityOf(db: Db, accountId: string, activityId: string): Promise<Activity> {
  const [found] = await findActivities(db, accountId, sql`t.activity_id = ${activityId}`, 1);
  if (!found) throw problem('NOT_FOUND', { ja: '活動履歴が見つかりません。', en: 'No such activity.' });
  return found;
}

async function check(tx: Db, context: Context, accountId: string, fields: ActivityFields, people: People): Promise<void> {
  const errors: Wrong[] = [];
  if (fields.kind !== 'memo' && !fields.direction)
    errors.push({ path: 'direction', message: { ja: '自発か依頼かを選んでください。', en: 'Say whether we or the customer started it.' } });
  if (fields.kind === 'memo' && fields.direction)
    errors.push({ path: 'direction', message: { ja: 'メモには自発・依頼の区別がありません。', en: 'A memo has no side that started it.' } });
  if (fields.happenedAt.getTime() > context.clock().getTime() + tolerance)
    errors.push({ path: 'happenedAt', message: { ja: '未来の日時は記録できません。', en: 'This is in the future.' } });
  if (fields.productNo && !(await findProduct(tx, fields.productNo)))
    errors.push({ path: 'productNo', message: { ja: '製品が見つかりません。', en: 'No such product.' } });
  const unknown = await unknownPeople(tx, accountId, people);
  if (unknown.contacts.length)
    errors.push({
      path: 'contactIds',
      message: { ja: 'この顧客の先方担当者ではない方が含まれています。', en: 'Somebody named is not a contact of this customer.' },
    });
  if (unknown.members.length) errors.push({ path: 'memberIds', message: { ja: 'メンバーが見つかりません。', en: 'No such member.' } });
  if (errors.length) throw problem('BAD_REQUEST', checkInput, errors);
}
