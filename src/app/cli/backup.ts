import { resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { writeBackup } from '#platform/backup/write-backup.ts';
import { backups } from '#platform/backup/tables.ts';
import { Failure, inTerminal } from '#platform/config/failure.ts';
import { secretOf } from '#platform/config/secret.ts';
import { newId } from '#platform/ids/ids.ts';
import { type Command, onlyPositional } from './command.ts';

export const command: Command = {
  name: 'backup',
  summary: {
    en: 'Writes everything into one file, from one moment, also while Banso runs and is written to.',
    ja: 'ある時点のすべてのデータを 1 つのファイルに保存します。Banso の稼働中・書き込み中でも実行できます。',
  },
  usage: {
    en: `FILE [--overwrite]

  FILE         is written as FILE.partial and renamed when it is complete
  --overwrite  replace FILE when it exists

The file holds all data and the secret that signs links and two-factor codes: keep it as safe as the database itself.
Sessions are left out. Bring it back with banso restore FILE.`,
    ja: `FILE [--overwrite]

  FILE         FILE.partial に書き出し、完了後に名前を変えます
  --overwrite  FILE がすでにあれば置き換える

ファイルには全データと、リンクや 2 段階認証に使う秘密鍵が含まれます。データベースと同様に厳重に保管してください。
セッションは含みません。復元は banso restore FILE で行います。`,
  },
  options: { overwrite: { type: 'boolean' } },
  async run(context, args) {
    const file = resolve(onlyPositional(args, 'FILE'));
    if (existsSync(file) && !args.values.overwrite) {
      throw new Failure({
        en: `${file} exists; choose another name or add --overwrite.`,
        ja: `${file} は既にあります。別の名前にするか --overwrite を付けてください。`,
      });
    }
    const database = await context.database();
    const madeAt = context.clock();
    const made = await writeBackup(database, { file, madeAt, secret: context.config.secret ? undefined : secretOf(context.config) }).catch((error) => {
      throw explained(error as NodeJS.ErrnoException, file);
    });
    await database.db.insert(backups).values({ backupId: newId(), madeAt, tables: made.tables, rows: made.rows, bytes: made.bytes });
    const mb = (made.bytes / 1e6).toFixed(1);
    context.note(
      inTerminal({
        en: `${made.rows} rows of ${made.tables} tables, ${mb} MB, in ${file}`,
        ja: `${file} に ${made.tables} テーブル ${made.rows} 行（${mb} MB）を保存しました。`,
      }),
    );
  },
};

function explained(error: NodeJS.ErrnoException, file: string): Error {
  if (error.code === 'ENOSPC') return new Failure({ en: `There is no room left for ${file}.`, ja: `${file} を書き込む空き容量がありません。` });
  if (['ENOENT', 'EACCES', 'EROFS', 'ENOTDIR', 'EISDIR', 'EPERM'].includes(error.code ?? '')) {
    return new Failure({ en: `${file} cannot be written (${error.code}).`, ja: `${file} に書き込めません（${error.code}）。` });
  }
  return error;
}
