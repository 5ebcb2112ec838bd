import { resolve } from 'node:path';
import { restoreBackup } from '#platform/backup/restore-backup.ts';
import { inTerminal } from '#platform/config/failure.ts';
import { replaceSecret } from '#platform/config/secret.ts';
import { systemClock } from '#platform/clock/days.ts';
import { startJobs } from '#platform/jobs/jobs.ts';
import { type CliContext, type Command, onlyPositional } from './command.ts';
import type { OpenDatabase } from '../open-database.ts';

export const command: Command = {
  name: 'restore',
  summary: {
    en: 'Fills an empty database from a file made by banso backup: all of it, or nothing when anything is wrong.',
    ja: 'banso backup のファイルから空のデータベースに復元します。問題があれば何も復元しません。',
  },
  usage: {
    en: `FILE

The database must be empty and the version of Banso the one that made the backup (update afterwards). Stop Banso first.
Everybody signs in again, since sessions are not part of a backup.`,
    ja: `FILE

データベースは空で、Banso はバックアップを作成したものと同じバージョンである必要があります（更新はそのあとに）。
先に Banso を停止してください。セッションは含まれないため、全員がサインインし直します。`,
  },
  async run(context, args) {
    const file = resolve(onlyPositional(args, 'FILE'));
    const database = await context.database();
    await makeJobTables(context, database);
    const restored = await restoreBackup(database, file);
    if (restored.header.secret && !context.config.secret) replaceSecret(context.config.dataDir, restored.header.secret);
    // Without statistics the first hours would be slow.
    await database.pool.query('analyze');
    const { rows, tables, header } = restored;
    context.note(
      inTerminal({
        en: `${rows} rows of ${tables} tables restored, as of ${header.madeAt}`,
        ja: `${header.madeAt} 時点の ${tables} テーブル ${rows} 行を復元しました。`,
      }),
    );
    if (restored.jobsLeftOut)
      context.note(
        inTerminal({
          en: 'Waiting jobs were left out: they were made by another version of the job queue. The nightly jobs run as usual.',
          ja: '待機中のジョブは、ジョブキューのバージョンが異なるため復元していません。夜間のジョブは通常どおり実行されます。',
        }),
      );
  },
};

/** The job queue makes its own tables when it starts. */
async function makeJobTables(context: CliContext, database: OpenDatabase): Promise<void> {
  const jobs = await startJobs({ url: database.url, database, clock: systemClock, log: context.log, jobs: [], subscriptions: [], timeZone: async () => 'UTC' });
  await jobs.stop();
}
