import { eq, sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { newId } from '#platform/ids/ids.ts';
import { compileFacts, needsHistory, segmentsIn, type Asking, type Catalogue, type Condition } from '#rules/conditions/index.ts';
import { segmentMembers, segments } from './tables.ts';

export type Stored = {
  segmentId: string;
  name: string;
  description: string | null;
  condition: Condition;
  materialised: boolean;
  members: number | null;
  evaluatedAt: string | null;
  ownerName: string | null;
};
export type SegmentFields = { name: string; description: string | null; condition: Condition };

export function listSegments(db: Db, segmentId?: string): Promise<Stored[]> {
  return rows(
    db,
    sql`
    select s.segment_id as "segmentId", s.name, s.description, s.condition, s.materialised, s.member_count as members, ${isoMoment('s.evaluated_at')} as "evaluatedAt", m.name as "ownerName"
    from segments s left join members m on m.id = s.owner_id where s.archived_at is null ${segmentId ? sql`and s.segment_id = ${segmentId}` : sql``} order by s.name collate "ja-x-icu"`,
  );
}

/** How many each has this moment, in one pass over the customers. */
export async function countNow(db: Db, asked: Stored[], catalogue: Catalogue, asking: Asking): Promise<Map<string, number>> {
  if (!asked.length) return new Map();
  const counts = asked.map((s, i) => sql`(count(*) filter (where ${compileFacts(s.condition, catalogue, asking)}))::int as ${sql.raw(`n${i}`)}`);
  const found = await row<Record<string, number>>(db, sql`select ${sql.join(counts, sql`, `)} from account_facts f where not f.is_archived`);
  return new Map(asked.map((s, i) => [s.segmentId, found![`n${i}`]!]));
}

export async function insertSegment(db: Db, fields: SegmentFields, ownerId: string | null, now: Date): Promise<string> {
  const segmentId = newId();
  await db.insert(segments).values({ segmentId, ownerId, ...fields, materialised: needsHistory(fields.condition), createdAt: now, updatedAt: now });
  return segmentId;
}

export async function updateSegment(db: Db, segmentId: string, change: Partial<SegmentFields>, now: Date): Promise<void> {
  await db
    .update(segments)
    .set({ ...change, ...(change.condition ? { materialised: needsHistory(change.condition) } : {}), updatedAt: now })
    .where(eq(segments.segmentId, segmentId));
}

export async function deleteSegment(db: Db, segmentId: string): Promise<void> {
  await db.delete(segmentMembers).where(eq(segmentMembers.segmentId, segmentId));
  await db.delete(segments).where(eq(segments.segmentId, segmentId));
}

/** The names along a circle that `condition` would close if it were the one of `segmentId`; null when there is none. */
export function findCircle(segmentId: string, condition: Condition, all: ReadonlyMap<string, { name: string; condition: Condition }>): string[] | null {
  const walk = (of: Condition, path: string[]): string[] | null => {
    for (const id of segmentsIn(of)) {
      const found = all.get(id);
      if (id === segmentId) return path;
      const deeper = found && !path.includes(found.name) ? walk(found.condition, [...path, found.name]) : null;
      if (deeper) return deeper;
    }
    return null;
  };
  return walk(condition, []);
}
