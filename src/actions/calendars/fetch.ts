import { startOfDay, addDays, dayOf } from '#platform/clock/days.ts';
import { transaction, type Database } from '#platform/db/db.ts';
import type { Vault } from '#platform/auth/vault.ts';
import { FetchRefused, safeFetch, type SafeFetchOptions } from '#platform/net/safe-fetch.ts';
import { readCalendar } from './read.ts';
import { noteFailure, replaceEvents, type Feed } from './store.ts';

const maxBytes = 5_000_000;
/** Kept of a calendar: from yesterday, so that a day that is not over anywhere is whole, to two months ahead. */
const ahead = 62;

export const sealedFor = (feedId: string) => `calendar:${feedId}`;
type With = { database: Pick<Database, 'pool' | 'db'>; vault: Vault; timeZone: string; now: Date; reach?: Partial<SafeFetchOptions> };

/** Reads one calendar and replaces what is kept of it; a failure is kept as a code, and what was read before stays. */
export async function refreshFeed({ database, vault, timeZone, now, reach }: With, feed: Feed): Promise<void> {
  try {
    const text = await fetched(opened(vault, feed), reach);
    const today = dayOf(now, timeZone);
    const window = { from: startOfDay(addDays(today, -1), timeZone), to: startOfDay(addDays(today, ahead), timeZone), timeZone };
    const reading = understood(text, window);
    await transaction(database, (tx) => replaceEvents(tx, feed.feedId, reading, now));
  } catch (error) {
    if (!(error instanceof FetchRefused) && !(error instanceof Unreadable)) throw error;
    await noteFailure(database.db, feed.feedId, error instanceof Unreadable ? error.code : `${error.problem} ${error.detail}`.trim(), now);
  }
}

class Unreadable extends Error {
  readonly code: 'noCalendar' | 'secret';
  constructor(code: Unreadable['code']) {
    super(`calendar not readable: ${code}`);
    this.code = code;
  }
}

function opened(vault: Vault, { feedId, sealedUrl }: Feed): string {
  try {
    return vault.open(sealedUrl, sealedFor(feedId));
  } catch {
    // Sealed with another secret: a backup brought back without the one it was made with.
    throw new Unreadable('secret');
  }
}

function understood(text: string, window: Parameters<typeof readCalendar>[1]) {
  try {
    return readCalendar(text, window);
  } catch {
    throw new Unreadable('noCalendar');
  }
}

async function fetched(url: string, reach: Partial<SafeFetchOptions> = {}): Promise<string> {
  const { body } = await safeFetch(url, { maxBytes, timeoutMs: 20_000, headers: { accept: 'text/calendar' }, ...reach });
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
