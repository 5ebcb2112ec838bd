import { createReadStream } from 'node:fs';
import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { sql } from 'drizzle-orm';
import { dayOf, startOfDay } from '#platform/clock/days.ts';
import { readConfig } from '#platform/config/config.ts';
import { row, transaction, type Db } from '#platform/db/db.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import { FetchRefused, safeFetch, type SafeFetchOptions } from '#platform/net/safe-fetch.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { FeedProblem, openedLocation } from './feed-address.ts';
import { findFeed, listFeeds, noteRun, takenFiles, type Feed } from './feed-store.ts';
import { runJob } from './jobs.ts';
import { FileTooLarge, insertImport, storeFile } from './store.ts';

const fileLimit = 500_000_000;
/** A file younger than this may still be being copied. */
const settledMs = 30_000;

/** `fileKey` names a file of a folder by its name, size and time, so that the same one is not taken twice. */
type Incoming = { name: string; bytes: AsyncIterable<Uint8Array>; fileKey: string | null };

export const feedJob: Pick<Job<{ feedId: string }>, 'name'> = { name: 'imports.feed' };

export const feedJobs: Job<never>[] = [
  { ...feedJob, minutes: 30, run: (context: JobContext, { feedId }: { feedId: string }) => runFeed(context, feedId) },
  { name: 'imports.feeds', once: true, cron: '*/10 * * * *', run: enqueueDue },
] as Job<never>[];

const againMs = 3_600_000;

/**
 * Every feed whose hour has come today: addresses are asked once a day, and again each hour while they fail; folders are
 * watched for the rest of the day.
 */
async function enqueueDue(context: JobContext): Promise<void> {
  const { timeZone } = await readOrganisation(context.db);
  const now = context.clock();
  const midnight = startOfDay(dayOf(now, timeZone), timeZone).getTime();
  for (const feed of await listFeeds(context.db)) {
    const due = midnight + feed.atHour * 3_600_000;
    if (feed.pausedAt || now.getTime() < due) continue;
    const looked = feed.lastRunAt ? Date.parse(feed.lastRunAt) : 0;
    const failed = feed.lastError?.startsWith('fetch.') && now.getTime() - looked >= againMs;
    if (looked >= due && feed.kind === 'https' && !failed) continue;
    await context.jobs.enqueue(context.db, feedJob, { feedId: feed.feedId }, { key: feed.feedId });
  }
}

/** Takes what is new in the feed's folder, or what its address gives, and queues an import of each file. */
export async function runFeed(context: JobContext, feedId: string, fetching: Partial<SafeFetchOptions> = {}): Promise<void> {
  const feed = await findFeed(context.db, feedId);
  if (!feed) return;
  const at = context.clock();
  try {
    const files =
      feed.kind === 'folder'
        ? await newFiles(context.db, feed, feedFolder(), at)
        : [await fetched(openedLocation(context.site?.vault, feedId, feed), fetching)];
    for (const file of files) await queueImport(context, feed, file, at);
    await noteRun(context.db, feedId, at, { files: files.length });
  } catch (error) {
    if (!(error instanceof FetchRefused || error instanceof FeedProblem || error instanceof FileTooLarge)) throw error;
    await noteRun(context.db, feedId, at, { error: reasonOf(error) });
  }
}

function reasonOf(error: FetchRefused | FeedProblem | FileTooLarge): string {
  if (error instanceof FetchRefused) return `fetch.${error.problem}${error.detail ? ` ${error.detail}` : ''}`;
  return error instanceof FileTooLarge ? 'fetch.tooLarge' : error.message;
}

function queueImport(context: JobContext, feed: Feed, file: Incoming, at: Date): Promise<void> {
  return transaction(context.database, async (tx) => {
    const by = feed.createdBy ? await row<{ name: string }>(tx, sql`select name from members where id = ${feed.createdBy}`) : undefined;
    const importId = await insertImport(tx, {
      noun: feed.noun,
      source: feed.source,
      fileName: file.name,
      mapping: feed.mapping,
      feedId: feed.feedId,
      by: { id: feed.createdBy, name: by?.name ?? feed.name },
      at,
    });
    await storeFile(tx, importId, file.bytes, fileLimit);
    await tx.execute(sql`update imports set status = 'queued', feed_file = ${file.fileKey} where import_id = ${importId}`);
    await context.jobs.enqueue(tx, runJob, { importId }, { key: importId });
  });
}

export function feedFolder(): string {
  return join(readConfig().dataDir, 'feeds');
}

/** The folder of a feed, which must lie in the data directory's `feeds`, also after links are followed. */
export async function feedPath(location: string, base: string): Promise<string> {
  await mkdir(base, { recursive: true });
  const root = await realpath(base);
  const wanted = resolve(root, location);
  const real = await realpath(wanted).catch(() => {
    throw new FeedProblem('folder.missing');
  });
  if (real !== root && !real.startsWith(root + sep)) throw new FeedProblem('folder.outside');
  return real;
}

/**
 * What lies in the folder and was not taken before. Events add up, so every file counts, the oldest first; of lists that
 * say how things stand the newest replaces the others.
 */
async function newFiles(db: Db, feed: Feed, base: string, now: Date): Promise<Incoming[]> {
  const folder = await feedPath(feed.location, base);
  const found: (Incoming & { at: number; fileKey: string })[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || !/^[^.].*\.(csv|tsv|txt|xlsx)$/i.test(entry.name)) continue;
    const path = join(folder, entry.name);
    const { mtimeMs, size } = await stat(path);
    if (now.getTime() - mtimeMs < settledMs) continue;
    found.push({ name: entry.name, bytes: opened(path), at: mtimeMs, fileKey: `${entry.name}:${size}:${Math.round(mtimeMs)}` });
  }
  found.sort((a, b) => a.at - b.at);
  const candidates = feed.noun === 'events' ? found : found.slice(-1);
  const taken = await takenFiles(
    db,
    feed.feedId,
    candidates.map((f) => f.fileKey),
  );
  return candidates.filter((f) => !taken.has(f.fileKey));
}

/** Opens the file when it is read, not before: a folder may hold many. */
async function* opened(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

async function fetched(address: string, fetching: Partial<SafeFetchOptions>): Promise<Incoming> {
  const { body, fileName } = await safeFetch(address, { maxBytes: fileLimit, timeoutMs: 10 * 60_000, ...fetching });
  return { name: fileName ?? 'feed.csv', bytes: body, fileKey: null };
}
