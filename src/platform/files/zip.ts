import { createInflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';
import { refuse } from './problems.ts';

/** Entries of an archive held in memory; `read` inflates one and stops a bomb at `inflatedLimit` bytes in all. */
export type Zip = { names: string[]; read(name: string): AsyncGenerator<Buffer>; text(name: string): Promise<string | undefined> };

const inflatedLimit = 1_500_000_000;

/** Reads the central directory; own code because no reader in use streams entries in the order we need, with a limit. */
export function openZip(bytes: Buffer): Zip {
  const entries = directory(bytes);
  let inflated = 0;
  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name);
    if (!entry) return;
    const data = bytes.subarray(entry.start, entry.start + entry.compressed);
    if (entry.method === 0) return yield data;
    const inflate = Readable.from([data]).pipe(createInflateRaw());
    try {
      for await (const chunk of inflate as AsyncIterable<Buffer>) {
        inflated += chunk.length;
        if (inflated > inflatedLimit) refuse('tooLarge', { values: { megabytes: Math.round(inflatedLimit / 1e6) } });
        yield chunk;
      }
    } catch (error) {
      if ((error as { code?: string }).code?.startsWith('Z_')) refuse('brokenArchive');
      throw error;
    } finally {
      inflate.destroy();
    }
  }
  async function text(name: string): Promise<string | undefined> {
    if (!entries.has(name)) return undefined;
    const parts: Buffer[] = [];
    for await (const chunk of read(name)) parts.push(chunk);
    return Buffer.concat(parts).toString('utf8');
  }
  return { names: [...entries.keys()], read, text };
}

type Entry = { method: number; compressed: number; start: number };

function directory(bytes: Buffer): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length) refuse('brokenArchive');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) refuse('brokenArchive');
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    if (local + 30 > bytes.length || bytes.readUInt16LE(at + 8) & 1) refuse('brokenArchive');
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const name = bytes
      .toString('utf8', at + 46, at + 46 + nameLength)
      .replaceAll('\\', '/')
      .replace(/^\//, '');
    entries.set(name, { method: bytes.readUInt16LE(at + 10), compressed: bytes.readUInt32LE(at + 20), start });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
