import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const dataFolder = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data');

/** Whether a set of real data lies beside the checkout; tests over it say so when it does not. */
export const hasData = (name: string): boolean => existsSync(join(dataFolder, name));

/** A file of real data, unpacked when its name ends in .gz. */
export async function realFile(path: string): Promise<Buffer> {
  const bytes = await readFile(join(dataFolder, path));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}
