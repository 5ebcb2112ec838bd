import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { writableFolder } from '../config/data-folder.ts';
import { readConfig } from '../config/config.ts';

/** Bytes that lie on the disk for a while; `close` it, unless `stream` was read or destroyed, which closes it by itself. */
export type Aside = { size: number; open(): AsyncIterable<Uint8Array>; stream(): Readable; close(): Promise<void> };

export class FileTooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`The file is larger than ${limit} bytes.`);
    this.limit = limit;
  }
}

/**
 * Writes what comes from or goes to somebody slow into a file of the data directory: a connection of the database is then
 * held as long as the disk takes, not the other side. Throws FileTooLarge beyond `limit` bytes.
 */
export async function putAside(bytes: AsyncIterable<Uint8Array>, limit = Number.POSITIVE_INFINITY): Promise<Aside> {
  const handle = await nameless();
  try {
    let size = 0;
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > limit) throw new FileTooLarge(limit);
      await handle.writeFile(chunk);
    }
    return asideOf(handle, size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file without a name: whatever kills us, nothing of it stays. */
async function nameless(): Promise<FileHandle> {
  const path = join(writableFolder(join(readConfig().dataDir, 'aside')), randomUUID());
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

const atOnce = 256 * 1024;

function asideOf(handle: FileHandle, size: number): Aside {
  return {
    size,
    open: () => handle.createReadStream({ start: 0, autoClose: false, highWaterMark: atOnce }),
    stream: () => handle.createReadStream({ start: 0, highWaterMark: atOnce }),
    close: () => handle.close(),
  };
}
