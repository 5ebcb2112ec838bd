import { feedProblemText } from '#accounts/imports/index.ts';
import { ask, bad, type Check, count, type Finding, ok, warn } from './finding.ts';

export const dataChecks: Check[] = [
  {
    name: 'Sources',
    title: { en: 'Sources', ja: '取り込み元' },
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
          warn(
            {
              en: `${name}: nothing new for ${count(days, 'day')} (expected every ${count(after, 'day')})`,
              ja: `${name}: ${days} 日間データが届いていません（想定は ${after} 日以内）`,
            },
            { en: 'See whether the system that sends it still does.', ja: '送信元のシステムが動いているか確認してください。' },
          ),
        ),
        ...feeds.map(({ name, error }) =>
          warn(
            {
              en: `${name}: no successful run lately${error ? `: ${feedProblemText(error, 'en')}` : ''}`,
              ja: `${name}: 最近、取り込みに成功していません${error ? `: ${feedProblemText(error, 'ja')}` : ''}`,
            },
            { en: 'Look at its history under Import, Feeds.', ja: '「データの取り込み」の「自動取り込み」で履歴を確認してください。' },
          ),
        ),
      ];
      return findings.length ? findings : [ok({ en: 'all fresh', ja: 'すべて新しいデータが届いています' })];
    },
  },
  {
    name: 'Waiting events',
    title: { en: 'Waiting events', ja: '未紐付けの利用ログ' },
    async look(patient) {
      const [found] = await ask<{ n: number; days: number | null }>(
        patient,
        `select count(*)::int as n, extract(day from $1::timestamptz - min(received_at))::int as days from (select received_at from pending_events limit 1000000) p`,
        [patient.clock().toISOString()],
      );
      if (!found!.n) return [ok({ en: 'none', ja: 'ありません' })];
      return [
        warn(
          {
            en: `${count(found!.n, 'event')} of unknown customers, the oldest ${count(found!.days ?? 0, 'day')} old`,
            ja: `顧客の分からない利用ログが ${found!.n} 件（最も古いものは ${found!.days ?? 0} 日前）`,
          },
          {
            en: 'Import those customers, or attach the groups on the page of the queue.',
            ja: '該当の顧客を取り込むか、「未紐付けの利用ログ」の画面で紐付けてください。',
          },
        ),
      ];
    },
  },
  {
    name: 'Nightly numbers',
    title: { en: 'Nightly numbers', ja: '夜間の計算' },
    async look(patient) {
      const [found] = await ask<{ behind: number | null; accounts: boolean }>(
        patient,
        `select ($1::timestamptz at time zone coalesce((select time_zone from organisation where id = 1), 'UTC'))::date - max(day) as behind, exists (select from accounts) as accounts from days_closed`,
        [patient.clock().toISOString()],
      );
      if (!found!.accounts) return [ok({ en: 'no customers yet', ja: '顧客はまだ登録されていません' })];
      if (found!.behind === null)
        return [
          warn(
            { en: 'no day has been closed yet', ja: 'まだ 1 日も締まっていません' },
            {
              en: 'The first night does it; Banso must be running then. banso recompute does it now.',
              ja: '夜間に Banso が動いていれば締まります。今すぐ行うには banso recompute を実行してください。',
            },
          ),
        ];
      return [
        found!.behind > 2
          ? bad(
              { en: `the last closed day is ${count(found!.behind, 'day')} ago`, ja: `最後に締まったのは ${found!.behind} 日前です` },
              {
                en: 'Look at the failed jobs below; banso recompute catches up.',
                ja: '下の失敗したジョブを確認してください。遅れは banso recompute で取り戻せます。',
              },
            )
          : ok({ en: 'up to date', ja: '最新です' }),
      ];
    },
  },
  {
    name: 'Jobs',
    title: { en: 'Jobs', ja: 'ジョブ' },
    async look(patient) {
      const [tables] = await ask<{ there: boolean }>(patient, `select to_regclass('pgboss.job') is not null as there`);
      if (!tables!.there) return [ok({ en: 'never started', ja: 'まだ起動していません' })];
      const jobs = await ask<{ name: string; failed: number; stuck: number; late: number }>(
        patient,
        `select name, count(*) filter (where state = 'failed')::int as failed,
           count(*) filter (where state = 'active' and started_on < now() - (expire_seconds + 600) * interval '1 second')::int as stuck,
           count(*) filter (where state in ('created', 'retry') and start_after < now() - interval '1 hour')::int as late
         from pgboss.job where state in ('failed', 'active', 'created', 'retry') and created_on > now() - interval '14 days' group by name order by name`,
      );
      const findings = jobs.flatMap(({ name, failed, stuck, late }) => [
        ...(failed
          ? [
              bad(
                { en: `${name}: failed ${count(failed, 'time')} in 14 days`, ja: `${name}: 14 日間に ${failed} 回失敗` },
                { en: 'The reason is in the log, and in pgboss.job (column output).', ja: '理由はログと pgboss.job の output 列にあります。' },
              ),
            ]
          : []),
        ...(stuck
          ? [
              warn(
                { en: `${name}: ${stuck} running far beyond their time`, ja: `${name}: ${stuck} 件が想定時間を大きく超えて実行中` },
                { en: 'They are tried again when Banso runs; restart it if this stays.', ja: 'Banso の稼働中に再実行されます。続く場合は再起動してください。' },
              ),
            ]
          : []),
        ...(late
          ? [
              warn(
                { en: `${name}: ${late} waiting for over an hour`, ja: `${name}: ${late} 件が 1 時間以上待機中` },
                { en: 'Is Banso running? Only banso start runs jobs.', ja: 'Banso は動いていますか。ジョブを実行するのは banso start だけです。' },
              ),
            ]
          : []),
      ]);
      return findings.length ? findings : [ok({ en: 'none failed, none stuck', ja: '失敗も停滞もありません' })];
    },
  },
];
