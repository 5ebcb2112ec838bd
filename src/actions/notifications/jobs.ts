import { dayOf } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { dueEscalations, endedImports, morningNews, staleSources } from './news.sql.ts';
import { notifyEach } from './store.ts';
import { escalationWords, importWords, morningWords, staleWords } from './words.ts';

/** What should be known within a minute: ended imports, silent sources. */
export const tellNews: Job = {
  name: 'notifications.news',
  once: true,
  cron: '* * * * *',
  async run({ database, db, clock }) {
    const now = clock();
    const [imports, stale] = await Promise.all([endedImports(db, now), staleSources(db, now)]);
    const words = [
      ...imports.map((one) => ({ memberId: one.memberId, ...importWords(one) })),
      ...stale.flatMap((one) => one.memberIds.map((memberId) => ({ memberId, ...staleWords(one) }))),
    ];
    if (words.length > 0) await transaction(database, (tx) => notifyEach(tx, words, now));
  },
};

/** What can wait for the morning, in one word each; before the digests are written, the earliest usual ones at seven. */
export const tellMorning: Job = {
  name: 'notifications.morning',
  once: true,
  cron: '50 6 * * *',
  async run({ database, db, clock }) {
    const now = clock();
    const today = dayOf(now, (await readOrganisation(db)).timeZone);
    const [news, due] = await Promise.all([morningNews(db, today, now), dueEscalations(db, today)]);
    const words = [
      ...due.flatMap((one) => one.memberIds.map((memberId) => ({ memberId, ...escalationWords(one) }))),
      ...news.flatMap((one) => morningWords(one, today).map((word) => ({ memberId: one.memberId, ...word }))),
    ];
    if (words.length > 0) await transaction(database, (tx) => notifyEach(tx, words, now));
  },
};
