import { asc, eq, ne, sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { otherEvent } from './names.ts';
import { eventNamesTable as t } from './tables.ts';

const columns = { eventId: t.eventId, name: t.name, label: t.label, productNo: t.productNo, hidden: t.isHidden, firstSeenAt: t.firstSeenAt };
export type EventName = { eventId: number; name: string; label: string | null; productNo: number | null; hidden: boolean; firstSeenAt: Date };

export function listEventNames(db: Db, hidden: boolean): Promise<EventName[]> {
  const shown = hidden ? ne(t.eventId, otherEvent) : sql`${t.eventId} <> ${otherEvent} and not ${t.isHidden}`;
  return db.select(columns).from(t).where(shown).orderBy(asc(t.name));
}

export async function findEventName(db: Db, eventId: number): Promise<EventName | undefined> {
  return (await db.select(columns).from(t).where(eq(t.eventId, eventId)))[0];
}

export async function updateEventName(
  db: Db,
  eventId: number,
  change: { label?: string | null; productNo?: number | null; hidden?: boolean },
): Promise<EventName | undefined> {
  const set = {
    ...(change.label === undefined ? {} : { label: change.label }),
    ...(change.productNo === undefined ? {} : { productNo: change.productNo }),
    ...(change.hidden === undefined ? {} : { isHidden: change.hidden }),
  };
  if (!Object.keys(set).length) return findEventName(db, eventId);
  return (await db.update(t).set(set).where(eq(t.eventId, eventId)).returning(columns))[0];
}

/** Names beyond the cap, the most frequent first. */
export function listOverflow(db: Db): Promise<{ name: string; seen: number; lastSeenAt: string }[]> {
  return rows(db, sql`select name, seen::float8 as seen, ${isoMoment('last_seen_at')} as "lastSeenAt" from event_overflow order by seen desc, name limit 200`);
}
