import { readdir, statfs } from 'node:fs/promises';
import { migrationsFolder } from '../open-database.ts';
import { ask, bad, type Check, count, ok, warn } from './finding.ts';

const GB = 1024 ** 3;

export const databaseChecks: Check[] = [
  {
    name: 'Postgres',
    title: { en: 'Postgres', ja: 'Postgres' },
    async look(patient) {
      const [server] = await ask<{ version: string; size: string; used: number; limit: number }>(
        patient,
        `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size,
           (select count(*)::int from pg_stat_activity) as used, current_setting('max_connections')::int as limit`,
      );
      const { version, size, used, limit } = server!;
      const own = patient.config.databaseUrl !== undefined;
      const text = {
        en: `${own ? 'your own' : 'embedded'}, version ${version}, ${size}, ${used} of ${limit} connections`,
        ja: `${own ? '指定のデータベース' : '組み込み'}、バージョン ${version}、${size}、接続 ${used}/${limit}`,
      };
      return [
        used > limit * 0.9
          ? bad(text, {
              en: 'Raise max_connections, or find out who holds the connections (pg_stat_activity).',
              ja: 'max_connections を増やすか、接続を占有しているものを確認してください（pg_stat_activity）。',
            })
          : ok(text),
      ];
    },
  },
  {
    name: 'Migrations',
    title: { en: 'Migrations', ja: 'マイグレーション' },
    async look(patient) {
      const files = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql'));
      const done = new Set((await ask<{ name: string }>(patient, 'select name from schema_migrations')).map(({ name }) => name));
      const missing = files.filter((name) => !done.has(name));
      const unknown = [...done].filter((name) => !files.includes(name));
      if (unknown.length)
        return [
          bad(
            { en: `the database holds ${unknown.at(-1)}, which this version does not know`, ja: `このバージョンにない ${unknown.at(-1)} が適用されています` },
            { en: 'Start the newer version of Banso again.', ja: '新しいバージョンの Banso で起動してください。' },
          ),
        ];
      if (missing.length)
        return [
          bad(
            { en: `${count(missing.length, 'migration')} not applied`, ja: `未適用が ${missing.length} 件` },
            { en: 'Run banso migrate, or start Banso again.', ja: 'banso migrate を実行するか、Banso を再起動してください。' },
          ),
        ];
      return [ok({ en: `all ${done.size} applied`, ja: `${done.size} 件すべて適用済み` })];
    },
  },
  {
    name: 'Disk',
    title: { en: 'Disk', ja: 'ディスク' },
    async look({ config }) {
      const { bavail, blocks, bsize } = await statfs(config.dataDir);
      const free = ((bavail * bsize) / GB).toFixed(1);
      const text = { en: `${free} GB free at ${config.dataDir}`, ja: `${config.dataDir} の空き ${free} GB` };
      const advice = {
        en: 'Make room: a full disk stops Postgres. Old backups and closed months of events are the first to look at.',
        ja: '空きを増やしてください。ディスクがいっぱいになると Postgres が止まります。古いバックアップや過去の月の利用ログから見直してください。',
      };
      if (bavail * bsize < GB) return [bad(text, advice)];
      return [bavail / blocks < 0.1 && bavail * bsize < 20 * GB ? warn(text, advice) : ok(text)];
    },
  },
  {
    name: 'Partitions',
    title: { en: 'Partitions', ja: 'パーティション' },
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
                  { en: `${count(found!.n, 'row')} in ${name}`, ja: `${name} に ${found!.n} 行` },
                  {
                    en: 'They wait for a month of their own; the nightly job moves them. If this stays, look at the log of that job.',
                    ja: '月ごとの置き場所を待っており、夜間のジョブが移します。続く場合はジョブのログを確認してください。',
                  },
                ),
              ]
            : [];
        }),
      );
      const trouble = findings.flat();
      return trouble.length ? trouble : [ok({ en: 'nothing waits in the default ones', ja: '移動待ちの行はありません' })];
    },
  },
  {
    name: 'Orphans',
    title: { en: 'Orphans', ja: '参照切れ' },
    async look(patient) {
      const [found] = await ask<{ parents: number; keys: number; contacts: number }>(
        patient,
        `select (select count(*)::int from accounts a where parent_account_id is not null and not exists (select from accounts p where p.account_id = a.parent_account_id)) as parents,
           (select count(*)::int from account_keys k where not exists (select from accounts a where a.account_id = k.account_id)) as keys,
           (select count(*)::int from contact_keys k where not exists (select from contacts c where c.account_id = k.account_id and c.contact_id = k.contact_id)) as contacts`,
      );
      const { parents, keys, contacts } = found!;
      if (parents + keys + contacts === 0) return [ok({ en: 'none', ja: 'ありません' })];
      return [
        warn(
          {
            en: `${count(parents, 'account')} whose parent is gone, ${count(keys + contacts, 'external id')} of deleted customers`,
            ja: `親会社が削除された顧客 ${parents} 件、削除された顧客の外部ID ${keys + contacts} 件`,
          },
          {
            en: 'Choose another parent on the customer page; import the customers again to renew their external ids.',
            ja: '顧客の画面で親会社を選び直してください。外部IDは顧客を取り込み直すと更新されます。',
          },
        ),
      ];
    },
  },
];
