import { sql } from 'drizzle-orm';
import { dayOf, startOfDay } from '#platform/clock/days.ts';
import { row, transaction, type Db } from '#platform/db/db.ts';
import { FileTooLarge, putAside } from '#platform/files/aside.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import { FetchRefused, safeFetch, type SafeFetchOptions } from '#platform/net/safe-fetch.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { FeedProblem, openedLocation } from './feed-address.ts';
import { feedFolder, feedPath, filesIn, FileUnreadable, type FolderFile } from './feed-folder.ts';
import { findFeed, listFeeds, noteImport, noteRun, takenFiles, type Feed } from './feed-store.ts';
import { runJob } from './jobs.ts';
import { insertImport, storeFile, type ImportError } from './store.ts';
import { keptReason } from './texts.ts';

const fileLimit = 500_000_000;

type Incoming = { name: string; fileKey: string | null; open(): AsyncIterable<Uint8Array> };

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
    const files = feed.kind === 'folder' ? await takeFolder(context, feed, at) : await takeAddress(context, feed, at, fetching);
    await noteRun(context.db, feedId, at, { files });
  } catch (error) {
    if (!(error instanceof FetchRefused || error instanceof FeedProblem)) throw error;
    await noteRun(context.db, feedId, at, { error: reasonOf(error) });
  }
}

function reasonOf(error: FetchRefused | FeedProblem): string {
  return error instanceof FetchRefused ? `fetch.${error.problem}${error.detail ? ` ${error.detail}` : ''}` : error.message;
}

async function takeAddress(context: JobContext, feed: Feed, at: Date, fetching: Partial<SafeFetchOptions>): Promise<number> {
  const address = openedLocation(context.site?.vault, feed.feedId, feed);
  const { body, fileName } = await safeFetch(address, { maxBytes: fileLimit, timeoutMs: 10 * 60_000, ...fetching });
  // A server may take minutes: no connection waits for it.
  const file = await putAside(body);
  try {
    await queueImport(context, feed, { name: fileName ?? 'feed.csv', fileKey: null, open: file.open }, at);
  } finally {
    await file.close();
  }
  return 1;
}

/**
 * Takes what lies in the folder and was not taken before. Events add up, so every file counts, the oldest first; of lists
 * that say how things stand the newest replaces the others. A file that cannot be taken says so in the history and is passed
 * over, so that it stands in nobody's way.
 */
async function takeFolder(context: JobContext, feed: Feed, at: Date): Promise<number> {
  const files = await filesIn(await feedPath(feed.location, feedFolder()), at);
  const known = await takenFiles(
    context.db,
    feed.feedId,
    files.map((f) => f.fileKey),
  );
  let taken = 0;
  for (const file of feed.noun === 'events' ? files : files.toReversed()) {
    const how = known.get(file.fileKey);
    const isNew = (how === undefined || how === 'unreadable') && (await takeFile(context, feed, file, at, how === 'unreadable'));
    if (isNew) taken++;
    if (feed.noun !== 'events' && (isNew || how === 'taken')) break;
  }
  return taken;
}

/** Whether it was taken. One that could not be read is tried again at each look, but told of once. */
async function takeFile(context: JobContext, feed: Feed, file: FolderFile, at: Date, told: boolean): Promise<boolean> {
  try {
    if (file.size > fileLimit) throw new FileTooLarge(fileLimit);
    await queueImport(context, feed, file, at);
    return true;
  } catch (error) {
    const reason = refusalOf(error);
    if (!told) await refuseFile(context, feed, file, reason, at);
    return false;
  }
}

function refusalOf(error: unknown): ImportError {
  if (error instanceof FileTooLarge) return { code: 'tooLarge', values: { megabytes: error.limit / 1e6 } };
  if (error instanceof FileUnreadable) return { code: 'unreadable' };
  throw error;
}

function refuseFile(context: JobContext, feed: Feed, file: FolderFile, reason: ImportError, at: Date): Promise<void> {
  return transaction(context.database, async (tx) => {
    const importId = await insertFile(tx, feed, file, at);
    await tx.execute(
      sql`update imports set status = 'failed', error = ${JSON.stringify(reason)}, finished_at = ${at.toISOString()} where import_id = ${importId}`,
    );
    await noteImport(tx, feed.feedId, at, keptReason(reason));
  });
}

function queueImport(context: JobContext, feed: Feed, file: Incoming, at: Date): Promise<void> {
  return transaction(context.database, async (tx) => {
    const importId = await insertFile(tx, feed, file, at);
    await storeFile(tx, importId, file.open(), fileLimit);
    await tx.execute(sql`update imports set status = 'queued' where import_id = ${importId}`);
    await context.jobs.enqueue(tx, runJob, { importId }, { key: importId });
  });
}

async function insertFile(tx: Db, feed: Feed, file: Incoming, at: Date): Promise<string> {
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
  await tx.execute(sql`update imports set feed_file = ${file.fileKey} where import_id = ${importId}`);
  return importId;
}
