import { pino } from 'pino';
import { sql } from 'drizzle-orm';
import { takeFiringsJob } from '../../src/actions/ctas/index.ts';
import { openDatabase } from '../../src/platform/db/db.ts';
import type { Jobs } from '../../src/platform/jobs/jobs.ts';

// A worker that does nothing but take firings, until somebody kills it. What it publishes is written where the test can count it.
const database = openDatabase(process.argv[2]!, { max: 2 });
const jobs = {
  publish: async (tx, { signal }, data) =>
    void (await tx.execute(sql`insert into heard (signal, data) values (${signal}, ${JSON.stringify(data ?? {})}::jsonb)`)),
} as Pick<Jobs, 'publish'> as Jobs;
const context = { database, db: database.db, clock: () => new Date('2026-11-24T03:00:00Z'), log: pino({ level: 'silent' }), jobs };

process.stdout.write('ready\n');
for (;;) {
  await takeFiringsJob.run(context, {});
  await new Promise((resolve) => setTimeout(resolve, 5));
}
