import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A short text that changes when a file below `paths` does: names, sizes and times, not contents, to cost milliseconds. */
export function fingerprint(root, paths, wanted) {
  const hash = createHash('sha256');
  for (const path of paths) add(hash, join(root, path), wanted);
  return hash.digest('hex').slice(0, 16);
}

function add(hash, path, wanted) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    if (wanted(path)) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) add(hash, join(path, name), wanted);
}
