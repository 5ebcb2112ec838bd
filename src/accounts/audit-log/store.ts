import { sql, type SQL } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';

export type Entry = {
  id: string;
  at: string;
  actorKind: 'member' | 'key' | 'system' | 'cli';
  actorId: string | null;
  actorName: string;
  action: string;
  noun: string;
  nounId: string | null;
  accountId: string | null;
  label: string | null;
  changes: unknown;
  requestId: string | null;
};
export type EntryFilter = { actorId?: string; action?: string; noun?: string; nounId?: string; accountId?: string; q?: string; from?: Date; before?: Date };

/** Entries from newest to oldest, after the one at `cursor`; times to the microsecond, as the key of the page. */
export function listEntries(db: Db, filter: EntryFilter, limit: number, cursor: { at: string; id: string } | null): Promise<(Entry & { place: string })[]> {
  const wanted: SQL[] = [sql`true`];
  if (filter.actorId) wanted.push(sql`actor_id = ${filter.actorId}`);
  if (filter.action) wanted.push(sql`action = ${filter.action}`);
  if (filter.noun) wanted.push(sql`noun = ${filter.noun}`);
  if (filter.nounId) wanted.push(sql`noun_id = ${filter.nounId}`);
  if (filter.accountId) wanted.push(sql`account_id = ${filter.accountId}`);
  if (filter.from) wanted.push(sql`at >= ${filter.from.toISOString()}`);
  if (filter.before) wanted.push(sql`at < ${filter.before.toISOString()}`);
  if (filter.q) wanted.push(sql`position(fold_text(${filter.q}) in fold_text(concat_ws(' ', label, actor_name))) > 0`);
  if (cursor) wanted.push(sql`(at, id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`);
  return rows(
    db,
    sql`select id, ${isoMoment('at')} as at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", action, noun,
        noun_id as "nounId", account_id as "accountId", label, changes, request_id as "requestId", at::text as place
      from audit_log where ${sql.join(wanted, sql` and `)} order by at desc, id desc limit ${limit}`,
  );
}

/** The values there are, for the filters of the page; actions and nouns of the last 90 days. */
export async function listFacets(db: Db, now: Date): Promise<{ actors: { id: string; name: string }[]; actions: string[]; nouns: string[] }> {
  const since = new Date(now.getTime() - 90 * 86_400_000).toISOString();
  const [actors, pairs] = await Promise.all([
    rows<{ id: string; name: string }>(db, sql`select id, name from members where not is_sample order by coalesce(kana, name) collate "ja-x-icu"`),
    rows<{ action: string; noun: string }>(db, sql`select distinct action, noun from audit_log where at >= ${since} order by action, noun`),
  ]);
  return { actors, actions: [...new Set(pairs.map((p) => p.action))], nouns: [...new Set(pairs.map((p) => p.noun))].sort() };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const idsOf = (entry: Entry) => [...new Set(JSON.stringify(entry.changes ?? null).match(uuid))];

/** Who and what the ids in the changes are, for people who read them: one query for a page of entries. */
export async function namesIn(db: Db, entries: readonly Entry[]): Promise<(entry: Entry) => Record<string, string>> {
  const ids = [...new Set(entries.flatMap(idsOf))];
  if (!ids.length) return () => ({});
  const among = sql`any(${sql.param(ids)}::uuid[])`;
  const within = sql.param(entries.flatMap((e) => e.accountId ?? []));
  const found = await rows<{ id: string; name: string }>(
    db,
    sql`select id, name from members where id = ${among}
      union all select id, name from teams where id = ${among}
      union all select id, name from partners where id = ${among}
      union all select account_id, name from accounts where account_id = ${among}
      union all select contact_id, name from contacts where account_id = any(${within}::uuid[]) and contact_id = ${among}`,
  );
  const names = new Map(found.map((one) => [one.id, one.name]));
  return (entry) => Object.fromEntries(idsOf(entry).flatMap((one) => (names.has(one) ? [[one, names.get(one)!]] : [])));
}
