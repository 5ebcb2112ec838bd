import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';

export type Change = { field: string; before: unknown; after: unknown };
export type HistoryEntry = { at: Date; by: string | null; changes: Change[] };

// What the machine keeps for itself says nothing to a reader.
const silent = new Set(['account_id', 'updated_at', 'created_at', 'known_from', 'known_to', 'import_id', 'is_sample']);
const camel = (name: string) => name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());

/** The changes of an account between its versions, newest first, before a moment. The first version has no changes. */
export async function accountHistory(db: Db, accountId: string, limit: number, before?: string): Promise<HistoryEntry[]> {
  const versions = await rows<{ now: Record<string, unknown>; was: Record<string, unknown> | null; at: string; by: string | null }>(
    db,
    sql`select to_jsonb(v) as now, (select to_jsonb(o) from account_versions o where o.account_id = v.account_id and o.known_from < v.known_from
            order by o.known_from desc limit 1) as was, v.known_from as at,
          coalesce(
            (select i.file_name from imports i where i.import_id = v.import_id and i.started_at <= v.known_from and i.finished_at >= v.known_from),
            (select l.actor_name from audit_log l where l.account_id = v.account_id and l.noun = 'account' and l.at >= v.known_from
               and l.at < v.known_from + interval '5 seconds' order by l.at limit 1)) as by
        from account_versions v where v.account_id = ${accountId} ${before ? sql`and v.known_from < ${before}::timestamptz` : sql``}
        order by v.known_from desc limit ${limit}`,
  );
  return versions.map((v) => ({ at: new Date(v.at), by: v.by, changes: v.was ? differences(v.was, v.now) : [] }));
}

function differences(was: Record<string, unknown>, now: Record<string, unknown>): Change[] {
  return Object.keys(now).flatMap((column) => {
    if (silent.has(column) || JSON.stringify(was[column]) === JSON.stringify(now[column])) return [];
    if (column === 'attributes') return attributeDifferences(was[column] as Record<string, unknown>, now[column] as Record<string, unknown>);
    return [{ field: camel(column), before: was[column], after: now[column] }];
  });
}

function attributeDifferences(was: Record<string, unknown>, now: Record<string, unknown>): Change[] {
  return [...new Set([...Object.keys(was), ...Object.keys(now)])]
    .filter((key) => was[key] !== now[key])
    .map((key) => ({ field: `attributes.${key}`, before: was[key] ?? null, after: now[key] ?? null }));
}
