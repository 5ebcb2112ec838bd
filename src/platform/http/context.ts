import type { Logger } from 'pino';
import type { Actor } from '../auth/permissions.ts';
import type { Clock, Day } from '../clock/days.ts';
import type { Database, Db } from '../db/db.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Site } from './site.ts';

/** What a handler gets. `db` reads outside a transaction; every change goes through `write`. */
export type Context = {
  db: Db;
  database: Database;
  actor: Actor;
  clock: Clock;
  jobs: Jobs;
  log: Logger;
  requestId: string;
  organisation: Organisation;
  /** Today in the organisation's zone. */
  today: Day;
  headers: Headers;
  site: Site;
};
