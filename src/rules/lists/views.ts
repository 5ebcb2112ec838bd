import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { members } from '#accounts/members/tables.ts';
import type { Condition } from '#rules/conditions/index.ts';
import type { Sort, View } from './contract.ts';
import { listViews } from './tables.ts';

export type ViewFields = Pick<View, 'name' | 'shared' | 'condition' | 'columns' | 'sort'>;

/** Own views first, then those others share. */
export async function listViewsOf(db: Db, memberId: string, viewId?: string): Promise<View[]> {
  const found = await db
    .select({
      viewId: listViews.viewId,
      name: listViews.name,
      ownerId: listViews.ownerId,
      ownerName: members.name,
      shared: listViews.shared,
      condition: listViews.condition,
      columns: listViews.columns,
      sort: listViews.sort,
    })
    .from(listViews)
    .innerJoin(members, eq(members.id, listViews.ownerId))
    .where(
      and(eq(listViews.noun, 'accounts'), or(eq(listViews.ownerId, memberId), eq(listViews.shared, true)), viewId ? eq(listViews.viewId, viewId) : undefined),
    )
    .orderBy(sql`${listViews.ownerId} <> ${memberId}`, asc(listViews.position), asc(listViews.createdAt));
  return found.map((v) => ({ ...v, mine: v.ownerId === memberId, condition: v.condition as Condition | null, sort: v.sort as Sort }));
}

export async function insertView(db: Db, ownerId: string, fields: ViewFields, now: Date): Promise<string> {
  const viewId = newId();
  await db.insert(listViews).values({ viewId, ownerId, ...fields, createdAt: now, updatedAt: now });
  return viewId;
}

export async function updateView(db: Db, viewId: string, change: Partial<ViewFields>, now: Date): Promise<void> {
  await db
    .update(listViews)
    .set({ ...change, updatedAt: now })
    .where(eq(listViews.viewId, viewId));
}

export async function deleteView(db: Db, viewId: string): Promise<void> {
  await db.delete(listViews).where(eq(listViews.viewId, viewId));
}
