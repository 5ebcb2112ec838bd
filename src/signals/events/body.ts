import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';

export const maxBatchBytes = 500 * 1024;
export const maxEventBytes = 32 * 1024;
export const maxBatchEvents = 2500;
// Read no further than this, whatever is sent.
const readAtMost = 1024 * 1024;
const unzip = promisify(gunzip);

export class BodyTooLarge extends Error {}
export class BodyUnreadable extends Error {}

/** The text of a request's body, unpacked, never holding more than a megabyte. Also its size in bytes. */
export async function readBody(request: Request): Promise<{ text: string; bytes: number }> {
  if (Number(request.headers.get('content-length') ?? 0) > readAtMost) throw new BodyTooLarge();
  let bytes = await readAll(request);
  const encoding = request.headers.get('content-encoding')?.toLowerCase();
  if (encoding === 'gzip') bytes = await unpack(bytes);
  else if (encoding && encoding !== 'identity') throw new BodyUnreadable(`content-encoding ${encoding.slice(0, 20)}`);
  return { text: bytes.toString('utf8'), bytes: bytes.length };
}

async function readAll(request: Request): Promise<Buffer> {
  // With a length the server reads no more than it; without one the stream is counted.
  if (request.headers.has('content-length') || !request.body) return Buffer.from(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > readAtMost) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpack(bytes: Buffer): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: readAtMost });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new BodyTooLarge();
    throw new BodyUnreadable('gzip');
  }
}
