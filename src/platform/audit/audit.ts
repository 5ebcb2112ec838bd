import { sql } from 'drizzle-orm';
import type pg from 'pg';
import type { Actor } from '../auth/permissions.ts';
import { transaction, type Database, type Db } from '../db/db.ts';
import { newId } from '../ids/ids.ts';

/** One line of the audit log. `changes` is `{ field: [before, after] }`, or counts for work on many rows. */
export type AuditEntry = { noun: string; id?: string | null; accountId?: string | null; label?: string | null; changes?: unknown };
export type Writer = { database: Pick<Database, 'pool'>; actor: Actor; clock: () => Date; requestId?: string };

/**
 * Runs a change: opens the transaction, hands out `audit`, and writes the audit rows in the same transaction.
 * A change that leaves no audit row is refused; `audit(null)` says that nothing was changed.
 */
export async function write<T>(
  writer: Writer,
  action: string,
  work: (tx: Db, audit: (entry: AuditEntry | null) => void, client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return transaction(writer.database, async (tx, client) => {
    const entries: (AuditEntry | null)[] = [];
    const result = await work(tx, (entry) => entries.push(entry), client);
    if (!entries.length) throw new Error(`${action} left no audit row`);
    await insertAudit(
      tx,
      writer,
      action,
      entries.filter((e) => e !== null),
    );
    return result;
  });
}

async function insertAudit(tx: Db, writer: Writer, action: string, entries: AuditEntry[]): Promise<void> {
  if (!entries.length) return;
  const actor = auditActor(writer.actor);
  const at = writer.clock().toISOString();
  const values = entries.map((e) => ({
    id: newId(),
    noun: e.noun,
    noun_id: e.id ?? null,
    account_id: e.accountId ?? null,
    label: e.label ?? null,
    changes: e.changes ?? null,
  }));
  await tx.execute(sql`
    insert into audit_log (id, at, actor_kind, actor_id, actor_name, action, noun, noun_id, account_id, label, changes, request_id)
    select e.id, ${at}, ${actor.kind}, ${actor.id}, ${actor.name}, ${action}, e.noun, e.noun_id, e.account_id, e.label, e.changes, ${writer.requestId ?? null}
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as e(id uuid, noun text, noun_id text, account_id uuid, label text, changes jsonb)`);
}

function auditActor(actor: Actor): { kind: string; id: string | null; name: string } {
  if (actor.kind === 'member') return { kind: 'member', id: actor.id, name: actor.name };
  if (actor.kind === 'key') return { kind: 'key', id: actor.id, name: actor.name };
  if (actor.kind === 'system') return { kind: actor.cli ? 'cli' : 'system', id: null, name: actor.name };
  return { kind: 'system', id: null, name: 'anonymous' };
}

/** `{ field: [before, after] }` of the fields that differ. */
export function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, [unknown, unknown]> {
  const out: Record<string, [unknown, unknown]> = {};
  for (const key of Object.keys(after)) {
    if (JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null)) out[key] = [before[key] ?? null, after[key] ?? null];
  }
  return out;
}
