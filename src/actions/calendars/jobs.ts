import { readOrganisation } from '#platform/organisation/organisation.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { refreshFeed } from './fetch.ts';
import { staleFeeds, type Feed } from './store.ts';

const everyMs = 14 * 60_000;
const atOnce = 8;

/** Reads every calendar again that was not read for a quarter of an hour; who answers slowly holds up nobody for long. */
export const refreshCalendars: Job = {
  name: 'calendars.refresh',
  once: true,
  cron: '*/15 * * * *',
  async run({ database, clock, site, log }) {
    if (!site) return;
    const { timeZone } = await readOrganisation(database.db);
    const now = clock();
    const feeds = await staleFeeds(database.db, new Date(now.getTime() - everyMs), 200);
    const read = (feed: Feed) =>
      refreshFeed({ database, vault: site.vault, timeZone, now }, feed).catch((error: unknown) => log.warn({ err: error, feed: feed.feedId }, 'calendar'));
    for (let i = 0; i < feeds.length; i += atOnce) await Promise.all(feeds.slice(i, i + atOnce).map(read));
  },
};
