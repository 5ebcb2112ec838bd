import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writableFolder } from './data-folder.ts';

/** The secret that signs sessions and encrypts what must be readable again; made once, readable by its owner only. */
export function secretOf(config: { secret?: string; dataDir: string }): string {
  if (config.secret) return config.secret;
  const file = join(writableFolder(config.dataDir), 'secret');
  return readSecret(file) ?? makeSecret(file);
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Linked into place: of two processes that start at once both end with the same secret. */
function makeSecret(file: string): string {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(aside);
  }
  return readSecret(file)!;
}

/** Puts a secret that was made elsewhere in place of this one, after a restore. */
export function replaceSecret(dataDir: string, secret: string): void {
  const file = join(writableFolder(dataDir), 'secret');
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
