import { readdir, statfs } from 'node:fs/promises';
import { migrationsFolder } from '../open-database.ts';
import { ask, bad, type Check, count, ok, warn } from './finding.ts';

const GB = 1024 ** 3;

export const databaseChecks: Check[] = [
  {
    name: 'Postgres',
    async look(patient) {
      const [server] = await ask<{ version: string; size: string; used: number; limit: number }>(
        patient,
        `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size,
           (select count(*)::int from pg_stat_activity) as used, current_setting('max_connections')::int as limit`,
      );
      const { version, size, used, limit } = server!;
      const text = `${patient.config.databaseUrl ? 'your own' : 'embedded'}, version ${version}, ${size}, ${used} of ${limit} connections`;
      return [used > limit * 0.9 ? bad(text, 'Raise max_connections, or find out who holds the connections (pg_stat_activity).') : ok(text)];
    },
  },
  {
    name: 'Migrations',
    async look(patient) {
      const files = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql'));
      const done = new Set((await ask<{ name: string }>(patient, 'select name from schema_migrations')).map(({ name }) => name));
      const missing = files.filter((name) => !done.has(name));
      const unknown = [...done].filter((name) => !files.includes(name));
      if (unknown.length) return [bad(`the database holds ${unknown.at(-1)}, which this version does not know`, 'Start the newer version of Banso again.')];
      if (missing.length) return [bad(`${count(missing.length, 'migration')} not applied`, 'Run banso migrate, or start Banso again.')];
      return [ok(`all ${done.size} applied`)];
    },
  },
  {
    name: 'Disk',
    async look({ config }) {
      const { bavail, blocks, bsize } = await statfs(config.dataDir);
      const text = `${((bavail * bsize) / GB).toFixed(1)} GB free at ${config.dataDir}`;
      const advice = 'Make room: a full disk stops Postgres. Old backups and closed months of events are the first to look at.';
      if (bavail * bsize < GB) return [bad(text, advice)];
      return [bavail / blocks < 0.1 && bavail * bsize < 20 * GB ? warn(text, advice) : ok(text)];
    },
  },
  {
    name: 'Partitions',
    async look(patient) {
      const tables = await ask<{ name: string }>(
        patient,
        `select c.oid::regclass::text as name from pg_class c where c.relispartition and pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT' and c.relnamespace = 'public'::regnamespace`,
      );
      const findings = await Promise.all(
        tables.map(async ({ name }) => {
          const [found] = await ask<{ n: number }>(patient, `select count(*)::int as n from (select from ${name} limit 100000) x`);
          return found!.n
            ? [
                warn(
                  `${count(found!.n, 'row')} in ${name}`,
                  'They wait for a month of their own; the nightly job moves them. If this stays, look at the log of that job.',
                ),
              ]
            : [];
        }),
      );
      const trouble = findings.flat();
      return trouble.length ? trouble : [ok('nothing waits in the default ones')];
    },
  },
  {
    name: 'Orphans',
    async look(patient) {
      const [found] = await ask<{ parents: number; keys: number; contacts: number }>(
        patient,
        `select (select count(*)::int from accounts a where parent_account_id is not null and not exists (select from accounts p where p.account_id = a.parent_account_id)) as parents,
           (select count(*)::int from account_keys k where not exists (select from accounts a where a.account_id = k.account_id)) as keys,
           (select count(*)::int from contact_keys k where not exists (select from contacts c where c.account_id = k.account_id and c.contact_id = k.contact_id)) as contacts`,
      );
      const { parents, keys, contacts } = found!;
      if (parents + keys + contacts === 0) return [ok('none')];
      return [
        warn(
          `${count(parents, 'account')} whose parent is gone, ${count(keys + contacts, 'external id')} of deleted customers`,
          'Choose another parent on the customer page; import the customers again to renew their external ids.',
        ),
      ];
    },
  },
];
