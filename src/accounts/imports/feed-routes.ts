import type { z } from 'zod';
import { changedFields, write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract, type feed as feedSchema } from './contract.ts';
import { FeedProblem, hasHidden, shownLocation } from './feed-address.ts';
import { feedFolder, feedPath } from './feed-folder.ts';
import { feedJob } from './feed-run.ts';
import { deleteFeed, findFeed, insertFeed, isStale, listFeeds, unchangedDays, updateFeed, type Feed } from './feed-store.ts';
import { feedProblemText } from './texts.ts';

const on = implementSlice(contract);

export const feedRoutes = {
  feeds: on.feeds.handler(async ({ context }) => (await listFeeds(context.db)).map((f) => shown(f, context))),

  addFeed: on.addFeed.handler(async ({ context, input }) => {
    await checkLocation(context, input.kind, input.location);
    return write(context, 'feeds.create', async (tx, audit) => {
      const id = await insertFeed(tx, context.site.vault, input, context.actor.kind === 'member' ? context.actor.id : null, context.clock());
      audit({
        noun: 'feed',
        id,
        label: input.name,
        changes: { kind: [null, input.kind], location: [null, shownLocation(input.location)], source: [null, input.mapping.source] },
      });
      return shown((await findFeed(tx, id))!, context);
    });
  }),

  changeFeed: on.changeFeed.handler(async ({ context, input: { feedId, ...change } }) => {
    const before = await known(context.db, feedId);
    const kind = change.kind ?? before.kind;
    // Sent back as it was shown, it stays as it is.
    if (kind === before.kind && change.location === shownLocation(before.location)) delete change.location;
    const moved = change.location !== undefined;
    if (moved || kind !== before.kind) await checkLocation(context, kind, change.location ?? before.location);
    return write(context, 'feeds.update', async (tx, audit) => {
      await updateFeed(tx, context.site.vault, before, change, context.clock());
      const after = (await findFeed(tx, feedId))!;
      const [was, is] = [audited(before), audited(after)];
      // Where it reads may look the same: what has changed may be the password.
      const changes = { ...changedFields(was, is), ...(moved ? { location: [was.location, is.location] } : {}) };
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
    if (hasHidden(location)) throw refuse('fetch.secretHidden');
    return;
  }
  try {
    await feedPath(location, feedFolder());
  } catch (error) {
    if (error instanceof FeedProblem) throw refuse(error.message);
    throw error;
  }
}

const audited = ({ name, kind, location, atHour, staleAfterDays, mapping, pausedAt }: Feed) => ({
  name,
  kind,
  location: shownLocation(location),
  atHour,
  staleAfterDays,
  mapping,
  paused: pausedAt !== null,
});

function shown(feed: Feed, context: Context): z.infer<typeof feedSchema> {
  const { pausedAt, createdBy: _c, createdAt: _a, lastChangeAt: _l, sealed: _s, location, lastError, ...rest } = feed;
  return {
    ...rest,
    location: shownLocation(location),
    lastError: lastError && feedProblemText(lastError, languageOf(context)),
    paused: pausedAt !== null,
    stale: isStale(feed, context.clock()),
    unchangedDays: unchangedDays(feed),
  };
}
