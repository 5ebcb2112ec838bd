import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { activities, activityContacts, activityMembers } from './tables.ts';
import type { activityKinds, directions } from './terms.ts';
import { activitiesWritten } from './written.ts';

type Person = { id: string; name: string };
export type Activity = {
  accountId: string;
  activityId: string;
  kind: (typeof activityKinds)[number];
  direction: (typeof directions)[number] | null;
  happenedAt: Date;
  knownAt: Date;
  productNo: number | null;
  subject: string;
  body: string | null;
  isAutomatic: boolean;
  isHistory: boolean;
  contacts: Person[];
  members: Person[];
  updatedAt: Date;
};
export type ActivityFields = {
  kind: Activity['kind'];
  direction: Activity['direction'];
  happenedAt: Date;
  productNo: number | null;
  subject: string;
  body: string | null;
};
export type People = { contactIds: string[]; memberIds: string[] };
type Publish = Pick<Jobs, 'publish'>;

/** Activities that are not deleted, the newest first; `where` is over alias t. */
export async function findActivities(db: Db, accountId: string, where: SQL, limit: number): Promise<Activity[]> {
  const found = await rows<Record<'happenedAt' | 'knownAt' | 'updatedAt', string> & Activity>(
    db,
    sql`select t.account_id as "accountId", t.activity_id as "activityId", t.kind, t.direction, t.happened_at as "happenedAt", t.known_at as "knownAt", t.product_no as "productNo",
          t.subject, t.body, t.is_automatic as "isAutomatic", t.history_import_id is not null as "isHistory", t.updated_at as "updatedAt",
          coalesce((select jsonb_agg(jsonb_build_object('id', c.contact_id, 'name', c.name) order by c.name) from activity_contacts ac join contacts c on c.account_id = ac.account_id and c.contact_id = ac.contact_id
            where ac.account_id = t.account_id and ac.activity_id = t.activity_id), '[]') as contacts,
          coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.name) from activity_members am join members m on m.id = am.member_id
            where am.account_id = t.account_id and am.activity_id = t.activity_id), '[]') as members
        from activities t where t.account_id = ${accountId} and t.deleted_at is null and ${where} order by t.happened_at desc, t.activity_id desc limit ${limit}`,
  );
  return found.map((a) => ({ ...a, happenedAt: new Date(a.happenedAt), knownAt: new Date(a.knownAt), updatedAt: new Date(a.updatedAt) }));
}

export async function insertActivity(
  tx: Db,
  jobs: Publish,
  accountId: string,
  fields: ActivityFields,
  people: People,
  by: string | null,
  at: Date,
): Promise<string> {
  const activityId = newId();
  await tx.insert(activities).values({ ...fields, accountId, activityId, knownAt: at, createdBy: by, createdAt: at, updatedAt: at });
  await setPeople(tx, accountId, activityId, people);
  await activitiesWritten(tx, jobs, [{ accountId, id: activityId }], at);
  return activityId;
}

/** Holds off whoever changes the same activity: the row as it was is kept once. */
export async function lockActivity(tx: Db, accountId: string, activityId: string): Promise<void> {
  await tx.execute(sql`select from activities where account_id = ${accountId}::uuid and activity_id = ${activityId}::uuid for update`);
}

/**
 * Changes an activity. When what counts changes (kind, direction, time, product, people), the row as it was is kept beside
 * it, deleted from now on, and the row is known from now: values of past days are the same when made again.
 */
export async function updateActivity(tx: Db, jobs: Publish, before: Activity, fields: ActivityFields, people: People, at: Date): Promise<void> {
  const { accountId, activityId } = before;
  const counts = countsDiffer(before, fields, people);
  if (counts) await keepAsItWas(tx, accountId, activityId, at);
  await tx
    .update(activities)
    .set({ ...fields, updatedAt: at, ...(counts ? { knownAt: at, historyImportId: null } : {}) })
    .where(one(accountId, activityId));
  if (counts) {
    await tx.delete(activityContacts).where(and(eq(activityContacts.accountId, accountId), eq(activityContacts.activityId, activityId)));
    await tx.delete(activityMembers).where(and(eq(activityMembers.accountId, accountId), eq(activityMembers.activityId, activityId)));
    await setPeople(tx, accountId, activityId, people);
  }
  await activitiesWritten(tx, jobs, [{ accountId, id: activityId }], at);
}

export async function deleteActivity(tx: Db, jobs: Publish, accountId: string, activityId: string, at: Date): Promise<void> {
  await tx.update(activities).set({ deletedAt: at, updatedAt: at }).where(one(accountId, activityId));
  await activitiesWritten(tx, jobs, [{ accountId, id: activityId }], at);
}

const one = (accountId: string, activityId: string) => and(eq(activities.accountId, accountId), eq(activities.activityId, activityId));
const sameIds = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join();

function countsDiffer(before: Activity, fields: ActivityFields, people: People): boolean {
  const same =
    before.kind === fields.kind &&
    before.direction === fields.direction &&
    before.productNo === fields.productNo &&
    before.happenedAt.getTime() === fields.happenedAt.getTime();
  return (
    !same ||
    !sameIds(
      before.contacts.map((c) => c.id),
      people.contactIds,
    ) ||
    !sameIds(
      before.members.map((m) => m.id),
      people.memberIds,
    )
  );
}

async function keepAsItWas(tx: Db, accountId: string, activityId: string, at: Date): Promise<void> {
  const old = newId();
  const now = at.toISOString();
  await tx.execute(sql`
    insert into activities (account_id, activity_id, kind, direction, happened_at, known_at, history_import_id, product_no, subject, body, external_id, is_automatic, is_sample, import_id, created_by, created_at, updated_at, deleted_at)
    select account_id, ${old}, kind, direction, happened_at, known_at, history_import_id, product_no, subject, body, null, is_automatic, is_sample, import_id, created_by, created_at, ${now}, ${now}
    from activities where account_id = ${accountId} and activity_id = ${activityId}`);
  await tx.execute(
    sql`insert into activity_contacts select account_id, ${old}, contact_id from activity_contacts where account_id = ${accountId} and activity_id = ${activityId}`,
  );
  await tx.execute(
    sql`insert into activity_members select account_id, ${old}, member_id from activity_members where account_id = ${accountId} and activity_id = ${activityId}`,
  );
}

async function setPeople(tx: Db, accountId: string, activityId: string, people: People): Promise<void> {
  if (people.contactIds.length) await tx.insert(activityContacts).values(people.contactIds.map((contactId) => ({ accountId, activityId, contactId })));
  if (people.memberIds.length) await tx.insert(activityMembers).values(people.memberIds.map((memberId) => ({ accountId, activityId, memberId })));
}

/** The ids among `contactIds` that are no contacts of this account, and among `memberIds` that are no members. */
export async function unknownPeople(db: Db, accountId: string, people: People): Promise<{ contacts: string[]; members: string[] }> {
  const contacts = await rows<{ id: string }>(
    db,
    sql`select i as id from unnest(${sql.param(people.contactIds)}::uuid[]) i where not exists (select 1 from contacts c where c.account_id = ${accountId} and c.contact_id = i)`,
  );
  const members = await rows<{ id: string }>(
    db,
    sql`select i as id from unnest(${sql.param(people.memberIds)}::uuid[]) i where not exists (select 1 from members m where m.id = i)`,
  );
  return { contacts: contacts.map((c) => c.id), members: members.map((m) => m.id) };
}

/** Touches by a person: no memos, nothing automatic. */
export function lastTouches(db: Db, accountId: string, timeZone: string, today: Day): Promise<{ contactId: string; lastOn: Day; daysAgo: number }[]> {
  return rows(
    db,
    sql`select contact_id as "contactId", last_on as "lastOn", (${today}::date - last_on) as "daysAgo" from (
          select ac.contact_id, max((t.happened_at at time zone ${timeZone})::date) as last_on
          from activities t join activity_contacts ac on ac.account_id = t.account_id and ac.activity_id = t.activity_id
          where t.account_id = ${accountId} and t.deleted_at is null and t.kind <> 'memo' and not t.is_automatic group by 1) x`,
  );
}
