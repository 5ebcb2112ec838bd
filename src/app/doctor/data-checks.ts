import { ask, bad, type Check, count, type Finding, ok, warn } from './finding.ts';

export const dataChecks: Check[] = [
  {
    name: 'Sources',
    async look(patient) {
      const now = patient.clock().toISOString();
      const stale = await ask<{ name: string; days: number; after: number }>(
        patient,
        `select name, extract(day from $1::timestamptz - last_data_at)::int as days, stale_after_days::int as after from sources
         where stale_after_days is not null and last_data_at < $1::timestamptz - stale_after_days * interval '1 day' order by last_data_at`,
        [now],
      );
      const feeds = await ask<{ name: string; error: string | null }>(
        patient,
        `select name, last_error as error from import_feeds where paused_at is null
           and coalesce(last_success_at, created_at) < $1::timestamptz - stale_after_days * interval '1 day'`,
        [now],
      );
      const findings: Finding[] = [
        ...stale.map(({ name, days, after }) =>
          warn(`${name}: nothing new for ${count(days, 'day')} (expected every ${count(after, 'day')})`, 'See whether the system that sends it still does.'),
        ),
        ...feeds.map(({ name, error }) => warn(`${name}: no successful run lately${error ? ` (${error})` : ''}`, 'Look at its history under データ取り込み.')),
      ];
      return findings.length ? findings : [ok('all fresh')];
    },
  },
  {
    name: 'Waiting events',
    async look(patient) {
      const [found] = await ask<{ n: number; days: number | null }>(
        patient,
        `select count(*)::int as n, extract(day from $1::timestamptz - min(received_at))::int as days from (select received_at from pending_events limit 1000000) p`,
        [patient.clock().toISOString()],
      );
      if (!found!.n) return [ok('none')];
      return [
        warn(
          `${count(found!.n, 'event')} of unknown customers, the oldest ${count(found!.days ?? 0, 'day')} old`,
          'Import those customers, or attach the groups on the page of the queue.',
        ),
      ];
    },
  },
  {
    name: 'Nightly numbers',
    async look(patient) {
      const [found] = await ask<{ behind: number | null; accounts: boolean }>(
        patient,
        `select ($1::timestamptz at time zone coalesce((select time_zone from organisation where id = 1), 'UTC'))::date - max(day) as behind, exists (select from accounts) as accounts from days_closed`,
        [patient.clock().toISOString()],
      );
      if (!found!.accounts) return [ok('no customers yet')];
      if (found!.behind === null)
        return [warn('no day has been closed yet', 'The first night does it; Banso must be running then. banso recompute does it now.')];
      return [
        found!.behind > 2
          ? bad(`the last closed day is ${count(found!.behind, 'day')} ago`, 'Look at the failed jobs below; banso recompute catches up.')
          : ok('up to date'),
      ];
    },
  },
  {
    name: 'Jobs',
    async look(patient) {
      const [tables] = await ask<{ there: boolean }>(patient, `select to_regclass('pgboss.job') is not null as there`);
      if (!tables!.there) return [ok('never started')];
      const jobs = await ask<{ name: string; failed: number; stuck: number; late: number }>(
        patient,
        `select name, count(*) filter (where state = 'failed')::int as failed,
           count(*) filter (where state = 'active' and started_on < now() - (expire_seconds + 600) * interval '1 second')::int as stuck,
           count(*) filter (where state in ('created', 'retry') and start_after < now() - interval '1 hour')::int as late
         from pgboss.job where state in ('failed', 'active', 'created', 'retry') and created_on > now() - interval '14 days' group by name order by name`,
      );
      const findings = jobs.flatMap(({ name, failed, stuck, late }) => [
        ...(failed ? [bad(`${name}: failed ${count(failed, 'time')} in 14 days`, 'The reason is in the log, and in pgboss.job (column output).')] : []),
        ...(stuck ? [warn(`${name}: ${stuck} running far beyond their time`, 'They are tried again when Banso runs; restart it if this stays.')] : []),
        ...(late ? [warn(`${name}: ${late} waiting for over an hour`, 'Is Banso running? Only banso start runs jobs.')] : []),
      ]);
      return findings.length ? findings : [ok('none failed, none stuck')];
    },
  },
];
