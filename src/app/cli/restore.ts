import { resolve } from 'node:path';
import { restoreBackup } from '#platform/backup/restore-backup.ts';
import { replaceSecret } from '#platform/config/secret.ts';
import { systemClock } from '#platform/clock/days.ts';
import { startJobs } from '#platform/jobs/jobs.ts';
import { type CliContext, type Command, onlyPositional } from './command.ts';
import type { OpenDatabase } from '../open-database.ts';

export const command: Command = {
  name: 'restore',
  summary: 'Fills an empty database from a file made by banso backup: all of it, or nothing when anything is wrong.',
  usage: `FILE

The database must be empty and the version of Banso the one that made the backup (update afterwards). Stop Banso first.
Everybody signs in again, since sessions are not part of a backup.`,
  async run(context, args) {
    const file = resolve(onlyPositional(args, 'FILE'));
    const database = await context.database();
    await makeJobTables(context, database);
    const restored = await restoreBackup(database, file);
    if (restored.header.secret && !context.config.secret) replaceSecret(context.config.dataDir, restored.header.secret);
    // Without statistics the first hours would be slow.
    await database.pool.query('analyze');
    context.note(`${restored.rows} rows of ${restored.tables} tables restored, as of ${restored.header.madeAt}`);
    if (restored.jobsLeftOut) context.note('Waiting jobs were left out: they were made by another version of the job queue. The nightly jobs run as usual.');
  },
};

/** The job queue makes its own tables when it starts. */
async function makeJobTables(context: CliContext, database: OpenDatabase): Promise<void> {
  const jobs = await startJobs({ url: database.url, database, clock: systemClock, log: context.log, jobs: [], subscriptions: [], timeZone: async () => 'UTC' });
  await jobs.stop();
}
