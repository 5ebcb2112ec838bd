import { createReadStream } from 'node:fs';
import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { readConfig } from '#platform/config/config.ts';
import { FeedProblem } from './feed-address.ts';

/** A file younger than this may still be being copied. */
const settledMs = 30_000;

/** `fileKey` names a file of a folder by its name, size and time, so that the same one is not taken twice. */
export type FolderFile = { name: string; size: number; at: number; fileKey: string; open(): AsyncIterable<Uint8Array> };

/** The file is there, but cannot be opened or read. */
export class FileUnreadable extends Error {}

export function feedFolder(): string {
  return join(readConfig().dataDir, 'feeds');
}

/** The folder of a feed, which must lie in the data directory's `feeds`, also after links are followed. */
export async function feedPath(location: string, base: string): Promise<string> {
  await mkdir(base, { recursive: true });
  const root = await realpath(base);
  const wanted = resolve(root, location);
  const real = await realpath(wanted).catch(() => {
    throw new FeedProblem('folder.missing');
  });
  if (real !== root && !real.startsWith(root + sep)) throw new FeedProblem('folder.outside');
  return real;
}

/** The tables in a folder, the oldest first. */
export async function filesIn(folder: string, now: Date): Promise<FolderFile[]> {
  const found: FolderFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || !/^[^.].*\.(csv|tsv|txt|xlsx)$/i.test(entry.name)) continue;
    const path = join(folder, entry.name);
    // Gone since the folder was read: somebody tidies up.
    const known = await stat(path).catch(() => null);
    if (!known || now.getTime() - known.mtimeMs < settledMs) continue;
    const { mtimeMs: at, size } = known;
    found.push({ name: entry.name, size, at, fileKey: `${entry.name}:${size}:${Math.round(at)}`, open: () => opened(path) });
  }
  return found.toSorted((a, b) => a.at - b.at);
}

/** Opens the file when it is read, not before: a folder may hold many. */
async function* opened(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    throw new FileUnreadable('The file cannot be read.', { cause });
  }
}
