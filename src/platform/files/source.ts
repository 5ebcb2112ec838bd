import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

/** Bytes that can be read from the start more than once: detection and reading are separate passes. */
export type FileSource = { name: string; open(): AsyncIterable<Uint8Array> };

export function fileFromPath(path: string): FileSource {
  return { name: basename(path), open: () => createReadStream(path, { highWaterMark: 256 * 1024 }) };
}

export function fileFromBytes(name: string, bytes: Uint8Array): FileSource {
  async function* open() {
    for (let at = 0; at < bytes.length; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024);
  }
  return { name, open };
}

/** The first `size` bytes (fewer when the file is shorter). */
export async function head(source: FileSource, size: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= size) break;
  }
  return Buffer.concat(parts).subarray(0, size);
}

/** The whole file, or `undefined` when it is larger than `limit` bytes. */
export async function readAll(source: FileSource, limit: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    length += chunk.length;
    if (length > limit) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
