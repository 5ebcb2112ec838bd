import type { z } from 'zod';
import { changedFields, write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract, type feed as feedSchema } from './contract.ts';
import { feedFolder, feedJob, feedPath, FeedProblem } from './feed-run.ts';
import { deleteFeed, findFeed, insertFeed, isStale, listFeeds, unchangedDays, updateFeed, type Feed } from './feed-store.ts';
import { feedProblemText } from './texts.ts';

const on = implementSlice(contract);

export const feedRoutes = {
  feeds: on.feeds.handler(async ({ context }) => (await listFeeds(context.db)).map((f) => shown(f, context))),

  addFeed: on.addFeed.handler(async ({ context, input }) => {
    await checkLocation(context, input.kind, input.location);
    return write(context, 'feeds.create', async (tx, audit) => {
      const id = await insertFeed(tx, input, context.actor.kind === 'member' ? context.actor.id : null, context.clock());
      audit({
        noun: 'feed',
        id,
        label: input.name,
        changes: { kind: [null, input.kind], location: [null, withoutSecret(input.location)], source: [null, input.mapping.source] },
      });
      return shown((await findFeed(tx, id))!, context);
    });
  }),

  changeFeed: on.changeFeed.handler(async ({ context, input: { feedId, ...change } }) => {
    const before = await known(context.db, feedId);
    if (change.location !== undefined || change.kind !== undefined)
      await checkLocation(context, change.kind ?? before.kind, change.location ?? before.location);
    return write(context, 'feeds.update', async (tx, audit) => {
      await updateFeed(tx, before, change, context.clock());
      const after = (await findFeed(tx, feedId))!;
      const changes = changedFields(audited(before), audited(after));
      audit(Object.keys(changes).length > 0 ? { noun: 'feed', id: feedId, label: after.name, changes } : null);
      return shown(after, context);
    });
  }),

  deleteFeed: on.deleteFeed.handler(({ context, input: { feedId } }) =>
    write(context, 'feeds.delete', async (tx, audit) => {
      const before = await known(tx, feedId);
      await deleteFeed(tx, before, context.clock());
      audit({ noun: 'feed', id: feedId, label: before.name });
    }),
  ),

  runFeed: on.runFeed.handler(({ context, input: { feedId } }) =>
    write(context, 'feeds.run', async (tx, audit) => {
      const feed = await known(tx, feedId);
      await context.jobs.enqueue(tx, feedJob, { feedId }, { key: feedId });
      audit({ noun: 'feed', id: feedId, label: feed.name });
      return shown(feed, context);
    }),
  ),
};

async function known(db: Db, feedId: string): Promise<Feed> {
  const feed = await findFeed(db, feedId);
  if (!feed) throw problem('NOT_FOUND', { ja: '自動取り込みが見つかりません。', en: 'No such feed.' });
  return feed;
}

async function checkLocation(context: Context, kind: Feed['kind'], location: string): Promise<void> {
  const language = languageOf(context);
  const refuse = (code: string) => {
    const message = feedProblemText(code, language);
    return problem('BAD_REQUEST', message, [{ path: 'location', message }]);
  };
  if (kind === 'https') {
    if (!URL.canParse(location)) throw refuse('fetch.badUrl');
    if (new URL(location).protocol !== 'https:') throw refuse('fetch.notHttps');
    // The address as it is shown, changed: kept, it would put the stars in the place of the secret.
    if (secretsOf(new URL(location)).includes(hidden)) throw refuse('fetch.secretHidden');
    return;
  }
  try {
    await feedPath(location, feedFolder());
  } catch (error) {
    if (error instanceof FeedProblem) throw refuse(error.message);
    throw error;
  }
}

/** An address may carry a password; only the host and path are for logs and screens. */
function withoutSecret(location: string): string {
  if (!URL.canParse(location)) return location;
  const url = new URL(location);
  if (url.password) url.password = hidden;
  for (const name of secretParams(url)) url.searchParams.set(name, hidden);
  return url.href;
}

const hidden = '***';
const secretParams = (url: URL) => [...url.searchParams.keys()].filter((name) => /key|token|sig|secret|password/i.test(name));
const secretsOf = (url: URL) => [url.password, ...secretParams(url).map((name) => url.searchParams.get(name))];

const audited = ({ name, kind, location, atHour, staleAfterDays, mapping, pausedAt }: Feed) => ({
  name,
  kind,
  location: withoutSecret(location),
  atHour,
  staleAfterDays,
  mapping,
  paused: pausedAt !== null,
});

function shown(feed: Feed, context: Context): z.infer<typeof feedSchema> {
  const { pausedAt, createdBy: _c, createdAt: _a, lastChangeAt: _l, location, lastError, ...rest } = feed;
  return {
    ...rest,
    location: withoutSecret(location),
    lastError: lastError && feedProblemText(lastError, languageOf(context)),
    paused: pausedAt !== null,
    stale: isStale(feed, context.clock()),
    unchangedDays: unchangedDays(feed),
  };
}
