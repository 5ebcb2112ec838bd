import { asc, eq, sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import type { AttributeKind } from './logic.ts';
import { attributeDefinitions as d, type attributeTopics } from './tables.ts';

type Topic = (typeof attributeTopics)[number];

const columns = {
  id: d.id,
  key: d.key,
  name: d.name,
  kind: d.kind,
  choices: d.choices,
  topic: d.topic,
  position: d.position,
  archived: sql<boolean>`${d.archivedAt} is not null`,
};
export type Attribute = {
  id: string;
  key: string;
  name: string;
  kind: AttributeKind;
  choices: string[];
  topic: Topic | null;
  position: number;
  archived: boolean;
};
export type AttributeChange = Partial<Pick<Attribute, 'name' | 'choices' | 'topic' | 'position' | 'archived'>>;

export function listAttributes(db: Db): Promise<Attribute[]> {
  return db.select(columns).from(d).orderBy(asc(d.position), asc(d.key));
}

export async function findAttribute(db: Db, id: string): Promise<Attribute | undefined> {
  return (await db.select(columns).from(d).where(eq(d.id, id)))[0];
}

export async function insertAttribute(db: Db, attribute: Pick<Attribute, 'key' | 'name' | 'kind' | 'choices' | 'topic'>, at: Date): Promise<Attribute> {
  const next = await row<{ position: number }>(db, sql`select coalesce(max(position), 0)::int + 1 as position from attribute_definitions`);
  const [made] = await db
    .insert(d)
    .values({ ...attribute, id: newId(), position: next!.position, createdAt: at })
    .returning(columns);
  return made!;
}

export async function updateAttribute(db: Db, id: string, change: AttributeChange, at: Date): Promise<Attribute | undefined> {
  const { archived, ...rest } = change;
  const set = { ...rest, ...(archived === undefined ? {} : { archivedAt: archived ? at : null }) };
  if (!Object.keys(set).length) return findAttribute(db, id);
  return (await db.update(d).set(set).where(eq(d.id, id)).returning(columns))[0];
}

/** How many accounts hold one of these values: a choice in use is not taken away. */
export async function countHolding(db: Db, key: string, values: readonly string[]): Promise<number> {
  return (await row<{ n: number }>(db, sql`select count(*)::int as n from accounts where attributes ->> ${key} = any(${sql.param(values)}::text[])`))!.n;
}
