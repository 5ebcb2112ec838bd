import { factoryMoment, silent } from '#accounts/accounts/factory.ts';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { activities, activityContacts, activityMembers } from './tables.ts';
import { activitiesWritten } from './written.ts';

type Row = Partial<typeof activities.$inferInsert> & { accountId: string };

/** A proactive call (unless said), known when it happened; gives its id. */
export async function makeActivity(
  db: Db,
  row: Row,
  people: { contactIds?: string[]; memberIds?: string[] } = {},
  at = row.happenedAt ?? factoryMoment,
): Promise<string> {
  const { accountId } = row;
  const activityId = row.activityId ?? newId();
  await db
    .insert(activities)
    .values({ kind: 'call', direction: 'proactive', subject: '定例のご連絡', happenedAt: at, knownAt: at, createdAt: at, updatedAt: at, ...row, activityId });
  if (people.contactIds?.length) await db.insert(activityContacts).values(people.contactIds.map((contactId) => ({ accountId, activityId, contactId })));
  if (people.memberIds?.length) await db.insert(activityMembers).values(people.memberIds.map((memberId) => ({ accountId, activityId, memberId })));
  await activitiesWritten(db, silent, [{ accountId, id: activityId }], at);
  return activityId;
}
