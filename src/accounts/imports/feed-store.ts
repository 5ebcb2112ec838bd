import { sql, type SQL } from 'drizzle-orm';
import type { Vault } from '#platform/auth/vault.ts';
import { row, rows, type Database, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { placed, type Place } from './feed-address.ts';
import { mappingSchema, type Mapping, type Noun } from './mapping.ts';
import { iso } from './store.ts';

export type Feed = Place & {
  feedId: string;
  name: string;
  noun: Noun;
  source: string;
  kind: 'folder' | 'https';
  atHour: number;
  mapping: Mapping;
  staleAfterDays: number;
  lastRunAt: string | null;
  lastSuccessAt: string | null;
  /** When a file of it last added or changed something. */
  lastChangeAt: string | null;
  lastError: string | null;
  pausedAt: string | null;
  createdBy: string | null;
  createdAt: string;
  running: boolean;
};
/** `location` in full, as a person enters it. */
export type FeedFields = Pick<Feed, 'name' | 'noun' | 'kind' | 'location' | 'atHour' | 'mapping' | 'staleAfterDays'>;

const lastChange = `select max(i.finished_at) from imports i where i.feed_id = f.feed_id and i.status = 'done'
  and (i.added > 0 or i.changed > 0 or (i.missing > 0 and i.mapping->>'gone' = 'mark'))`;

const columns = sql`f.feed_id as "feedId", f.name, f.noun, f.source, f.kind, f.location, f.sealed, f.at_hour as "atHour", f.mapping, f.stale_after_days as "staleAfterDays",
  ${iso('f.last_run_at')} as "lastRunAt", ${iso('f.last_success_at')} as "lastSuccessAt", ${iso(`(${lastChange})`)} as "lastChangeAt", f.last_error as "lastError",
  ${iso('f.paused_at')} as "pausedAt", f.created_by as "createdBy", ${iso('f.created_at')} as "createdAt",
  exists (select 1 from imports i where i.feed_id = f.feed_id and i.status in ('queued', 'running')) as running`;

export async function listFeeds(db: Db): Promise<Feed[]> {
  return (await rows<Feed>(db, sql`select ${columns} from import_feeds f order by f.name, f.feed_id`)).map(withDefaults);
}

export async function findFeed(db: Db, feedId: string): Promise<Feed | undefined> {
  const found = await row<Feed>(db, sql`select ${columns} from import_feeds f where f.feed_id = ${feedId}`);
  return found && withDefaults(found);
}

// A mapping saved by an older version may lack what has a default now.
function withDefaults(feed: Feed): Feed {
  return { ...feed, mapping: mappingSchema.parse(feed.mapping) };
}

export async function insertFeed(db: Db, vault: Vault, feed: FeedFields, by: string | null, at: Date): Promise<string> {
  const id = newId();
  const { location, sealed } = placed(vault, id, feed.kind, feed.location);
  await db.execute(sql`
    insert into import_feeds (feed_id, name, noun, source, kind, location, sealed, at_hour, mapping, stale_after_days, created_by, created_at)
    values (${id}, ${feed.name}, ${feed.noun}, ${feed.mapping.source}, ${feed.kind}, ${location}, ${sealed}, ${feed.atHour}, ${JSON.stringify(feed.mapping)}, ${feed.staleAfterDays}, ${by}, ${at.toISOString()})`);
  await watchSource(db, feed.mapping.source, at);
  return id;
}

type FeedChange = Partial<FeedFields> & { paused?: boolean };

export async function updateFeed(db: Db, vault: Vault, before: Feed, change: FeedChange, at: Date): Promise<void> {
  const { feedId } = before;
  const sets: SQL[] = [];
  const set = (column: string, value: unknown) => value !== undefined && sets.push(sql`${sql.raw(column)} = ${value as string}`);
  set('name', change.name);
  set('kind', change.kind);
  const place = change.location === undefined ? null : placed(vault, feedId, change.kind ?? before.kind, change.location);
  set('location', place?.location);
  set('sealed', place?.sealed);
  set('at_hour', change.atHour);
  set('stale_after_days', change.staleAfterDays);
  set('mapping', change.mapping && JSON.stringify(change.mapping));
  set('source', change.mapping?.source);
  if (change.paused !== undefined) sets.push(sql`paused_at = ${change.paused ? at.toISOString() : null}`);
  if (sets.length > 0) await db.execute(sql`update import_feeds set ${sql.join(sets, sql`, `)} where feed_id = ${feedId}`);
  const after = await findFeed(db, feedId);
  for (const source of new Set([before.source, after!.source])) await watchSource(db, source, at);
}

/** Seals the addresses that were kept as they are, before there was a way to. One that changes meanwhile is left alone. */
export async function sealFeeds({ db }: Pick<Database, 'db'>, vault: Vault): Promise<void> {
  const plain = await rows<{ feedId: string; location: string }>(
    db,
    sql`select feed_id as "feedId", location from import_feeds where kind = 'https' and sealed is null`,
  );
  for (const { feedId, location: address } of plain) {
    const { location, sealed } = placed(vault, feedId, 'https', address);
    await db.execute(
      sql`update import_feeds set location = ${location}, sealed = ${sealed} where feed_id = ${feedId} and sealed is null and location = ${address}`,
    );
  }
}

/** The source warns when nothing has come for as long as its most impatient feed says; without a feed at work it does not. */
async function watchSource(db: Db, source: string, at: Date): Promise<void> {
  const days = sql`(select min(stale_after_days) from import_feeds where source = ${source} and paused_at is null)`;
  await db.execute(sql`
    insert into sources (source, name, kind, stale_after_days, last_data_at, created_at) values (${source}, ${source}, 'import', ${days}, ${at.toISOString()}, ${at.toISOString()})
    on conflict (source) do update set stale_after_days = excluded.stale_after_days`);
}

export async function deleteFeed(db: Db, { feedId, source }: Feed, at: Date): Promise<void> {
  await db.execute(sql`delete from import_feeds where feed_id = ${feedId}`);
  await watchSource(db, source, at);
}

/** Of these files those the feed has taken, or could not take: then why. */
export async function takenFiles(db: Db, feedId: string, fileKeys: string[]): Promise<Map<string, 'taken' | 'tooLarge' | 'unreadable'>> {
  const found = await rows<{ key: string; how: 'taken' | 'tooLarge' | 'unreadable' }>(
    db,
    sql`select feed_file as key, case min(why) when max(why) then min(why) else 'taken' end as how
        from (select feed_file, case when file_bytes = 0 and error ->> 'code' in ('tooLarge', 'unreadable') then error ->> 'code' else 'taken' end as why
              from imports where feed_id = ${feedId} and feed_file = any(${sql.param(fileKeys)}::text[])) i group by 1`,
  );
  return new Map(found.map((f) => [f.key, f.how]));
}

/** What the last look came to. With nothing new, what was wrong with the file before stays wrong. */
export async function noteRun(db: Db, feedId: string, at: Date, outcome: { files: number } | { error: string }): Promise<void> {
  const kept = sql`case when last_error !~ '^(fetch|folder)[.]' then last_error end`;
  const error = 'error' in outcome ? sql`${outcome.error}` : outcome.files > 0 ? sql`null` : kept;
  await db.execute(sql`update import_feeds set last_run_at = ${at.toISOString()}, last_error = ${error} where feed_id = ${feedId}`);
}

/** What came of the import of a feed's file. */
export async function noteImport(db: Db, feedId: string, at: Date, error: string | null): Promise<void> {
  await db.execute(
    sql`update import_feeds set last_error = ${error}, last_success_at = ${error ? sql`last_success_at` : at.toISOString()} where feed_id = ${feedId}`,
  );
}

const dayMs = 86_400_000;

/** For how many days it has brought what it had brought before: an old file served every day is no news. */
export function unchangedDays({ lastSuccessAt, lastChangeAt, createdAt }: Feed): number {
  if (!lastSuccessAt) return 0;
  return Math.max(0, Math.round((Date.parse(lastSuccessAt) - Date.parse(lastChangeAt ?? createdAt)) / dayMs));
}

/** No file has been loaded, or nothing new, for longer than the feed allows. */
export function isStale(feed: Feed, now: Date): boolean {
  if (feed.pausedAt !== null) return false;
  const since = Date.parse(feed.lastSuccessAt ?? feed.createdAt);
  return now.getTime() - since > feed.staleAfterDays * dayMs || unchangedDays(feed) > feed.staleAfterDays;
}
