import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileTooLarge, putAside } from './aside.ts';

const data = mkdtempSync(join(tmpdir(), 'banso-aside-'));
afterAll(() => rmSync(data, { recursive: true }));

describe('bytes put aside', () => {
  async function* pieces(count: number) {
    for (let i = 0; i < count; i++) yield Buffer.alloc(100_000, i);
  }
  const all = async (bytes: AsyncIterable<Uint8Array>) => {
    const read: Uint8Array[] = [];
    for await (const piece of bytes) read.push(piece);
    return Buffer.concat(read);
  };
  const expected = Buffer.concat(Array.from({ length: 30 }, (_, i) => Buffer.alloc(100_000, i)));

  it('are read again as often as one likes, and leave no file behind', async () => {
    process.env.BANSO_DATA_DIR = data;
    const file = await putAside(pieces(30));
    expect(file.size).toBe(3_000_000);
    expect(readdirSync(join(data, 'aside'))).toEqual([]);
    for (let n = 0; n < 2; n++) expect((await all(file.open())).equals(expected)).toBe(true);
    expect((await all(file.stream())).equals(expected)).toBe(true);
    expect(() => file.open()).toThrow();
  });

  it('stop at the limit, and with who sends them', async () => {
    await expect(putAside(pieces(30), 2_999_999)).rejects.toThrow(FileTooLarge);
    await expect(
      putAside(
        (async function* () {
          yield Buffer.from('a');
          throw new Error('gone');
        })(),
      ),
    ).rejects.toThrow('gone');
    expect(existsSync('/proc/self/fd') ? openFiles() : []).toEqual([]);
  });
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(data);
    } catch {
      return false;
    }
  });
}
