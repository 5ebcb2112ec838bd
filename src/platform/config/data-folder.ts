import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './failure.ts';

/** The real path of the data folder, made when missing; a Failure when it cannot be written to. */
export function writableFolder(folder: string): string {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return realpathSync(folder);
  } catch (cause) {
    throw new Failure(
      {
        en: `The folder ${folder} cannot be written to; change its owner or set BANSO_DATA_DIR to another.`,
        ja: `フォルダー ${folder} に書き込めません。所有者を変更するか、BANSO_DATA_DIR に別のフォルダーを指定してください。`,
      },
      { cause },
    );
  }
}

/** Node 20's own recursive mkdir never returns below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
