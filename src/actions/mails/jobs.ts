import { transaction } from '#platform/db/db.ts';
import type { Site } from '#platform/http/site.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import { readOrganisation, type Organisation } from '#platform/organisation/organisation.ts';
import { writeDigests } from './digest.ts';
import { sendMails } from './send.ts';
import { writeSoon } from './soon.ts';
import { dropOld } from './waiting.sql.ts';

/** What writing and sending mails needs; only where a mail server is set up. */
export type Writing = Pick<JobContext, 'db' | 'database'> & {
  now: Date;
  organisation: Organisation;
  site: Pick<Site, 'url' | 'vault'> & { sendMail: NonNullable<Site['sendMail']> };
};

/** Every minute: what waits becomes mails, and mails are handed over. */
export const mailsJob: Job = {
  name: 'mails',
  once: true,
  cron: '* * * * *',
  async run(context) {
    const { db, database, clock, site } = context;
    const now = clock();
    await transaction(database, (tx) => dropOld(tx, now));
    if (!site?.sendMail) return;
    const writing: Writing = { db, database, now, organisation: await readOrganisation(db), site: { ...site, sendMail: site.sendMail } };
    await writeSoon(writing);
    await writeDigests(writing);
    await sendMails({ ...writing, log: context.log, clock });
  },
};
