import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, found from the source tree and from the bundle in dist/ alike. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'banso') return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("Banso's package.json was not found above its code.");
  return findRoot(parent);
}
