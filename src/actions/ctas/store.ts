import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '#platform/auth/permissions.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { announce } from '#platform/live/live.ts';
import { ctaChanges, ctas } from './tables.ts';

export type Row = typeof ctas.$inferSelect;
export type NewCta = typeof ctas.$inferInsert;
export type Reason = {
  reason: string;
  type: 'risk' | 'opportunity' | 'lifecycle' | 'activity';
  name: { ja: string; en: string };
  riskCategory: 'implementation' | 'sentiment' | 'product' | 'company' | 'support' | null;
  outsideSlots: boolean;
  archived: boolean;
};
export type By = { id: string | null; name: string | null };

const one = (accountId: string, ctaId: string) => and(eq(ctas.accountId, accountId), eq(ctas.ctaId, ctaId));

/** Who did it, as the history names them. Ids of keys are no members. */
export function byOf(actor: Actor): By {
  if (actor.kind === 'member') return { id: actor.id, name: actor.name };
  return { id: null, name: actor.kind === 'key' ? actor.name : actor.kind === 'system' ? actor.name : null };
}

/** The row, locked: two people at once do not undo each other. */
export async function lockCta(tx: Db, accountId: string, ctaId: string): Promise<Row | undefined> {
  return (await tx.select().from(ctas).where(one(accountId, ctaId)).for('update'))[0];
}

export function lockCtas(tx: Db, items: readonly { accountId: string; ctaId: string }[]): Promise<Row[]> {
  const pairs = sql`select * from unnest(${sql.param(items.map((i) => i.accountId))}::uuid[], ${sql.param(items.map((i) => i.ctaId))}::uuid[])`;
  return tx
    .select()
    .from(ctas)
    .where(sql`(${ctas.accountId}, ${ctas.ctaId}) in (${pairs})`)
    .orderBy(ctas.accountId, ctas.ctaId)
    .for('update');
}

export function listReasons(db: Db): Promise<Reason[]> {
  return rows(
    db,
    sql`select reason, type, jsonb_build_object('ja', name_ja, 'en', name_en) as name, risk_category as "riskCategory", outside_slots as "outsideSlots",
          archived_at is not null as archived from cta_reasons order by position, reason`,
  );
}

export async function csmOf(db: Db, accountId: string): Promise<string | null> {
  const found = await row<{ id: string }>(
    db,
    sql`select member_id as id from assignments where account_id = ${accountId}::uuid and role = 'csm' and to_on is null order by from_on desc limit 1`,
  );
  return found?.id ?? null;
}

/** Which of the linked things are not there: paths of the fields. */
export async function unknownLinks(
  db: Db,
  accountId: string,
  links: { contractId?: string | null; contactId?: string | null; ownerId?: string | null; productNo?: number },
): Promise<string[]> {
  const found = await row<Record<string, boolean>>(
    db,
    sql`select
      (${links.contractId ?? null}::uuid is null or exists (select from contracts where account_id = ${accountId}::uuid and contract_id = ${links.contractId ?? null}::uuid)) as "contractId",
      (${links.contactId ?? null}::uuid is null or exists (select from contacts where account_id = ${accountId}::uuid and contact_id = ${links.contactId ?? null}::uuid)) as "contactId",
      (${links.ownerId ?? null}::uuid is null or exists (select from members where id = ${links.ownerId ?? null}::uuid and status <> 'disabled')) as "ownerId",
      (${links.productNo ?? 0}::int = 0 or exists (select from products where product_no = ${links.productNo ?? 0}::int)) as "productNo"`,
  );
  return Object.entries(found!).flatMap(([path, known]) => (known ? [] : [path]));
}

export async function insertCta(tx: Db, made: NewCta): Promise<void> {
  await tx.insert(ctas).values(made);
  await announce(tx, 'ctas');
}

type History = { kind: string; at: Date; by: By; note?: string | null };

/** Writes `change` to each row and what it changed to its history, in two statements whatever their number. */
export async function changeCtas(tx: Db, before: readonly Row[], change: Partial<Row>, history: History): Promise<void> {
  if (!before.length) return;
  const pairs = sql`select * from unnest(${sql.param(before.map((b) => b.accountId))}::uuid[], ${sql.param(before.map((b) => b.ctaId))}::uuid[])`;
  await tx
    .update(ctas)
    .set({ ...change, updatedAt: history.at })
    .where(sql`(${ctas.accountId}, ${ctas.ctaId}) in (${pairs})`);
  await announce(tx, 'ctas');
  await noteChanges(
    tx,
    before.map((b) => ({ ...history, accountId: b.accountId, ctaId: b.ctaId, ...difference(b, change) })),
  );
}

export type Change = History & { accountId: string; ctaId: string; before?: object | null; after?: object | null };

export async function noteChanges(tx: Db, changes: readonly Change[]): Promise<void> {
  if (!changes.length) return;
  await tx.insert(ctaChanges).values(
    changes.map(({ by, before, after, note, ...rest }) => ({
      ...rest,
      changeId: newId(),
      byId: by.id,
      byName: by.name,
      before: before ?? null,
      after: after ?? null,
      note: note ?? null,
    })),
  );
}

/** The fields that differ, as they were and as they are. */
export function difference(before: Row, change: Partial<Row>): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(change)) {
    const old = before[key as keyof Row];
    if (JSON.stringify(old ?? null) === JSON.stringify(value ?? null)) continue;
    was[key] = old ?? null;
    is[key] = value ?? null;
  }
  return { before: was, after: is };
}

export type HistoryLine = {
  changeId: string;
  at: Date;
  byName: string | null;
  kind: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  note: string | null;
};

export async function listChanges(db: Db, accountId: string, ctaId: string): Promise<HistoryLine[]> {
  const found = await db
    .select()
    .from(ctaChanges)
    .where(and(eq(ctaChanges.accountId, accountId), eq(ctaChanges.ctaId, ctaId)))
    .orderBy(sql`${ctaChanges.at} desc, ${ctaChanges.changeId} desc`)
    .limit(200);
  return found.map(({ changeId, at, byName, kind, before, after, note }) => ({ changeId, at, byName, kind, before, after, note }) as HistoryLine);
}
