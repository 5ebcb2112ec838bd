import type { Encoding } from './encodings.ts';
import { head, type FileSource } from './source.ts';
import { utf16Guess } from './kind.ts';
import { refuse } from './problems.ts';
import { cp932Survey } from './cp932.ts';

/** `clean`: every byte was checked, so a replacement character in the text is the author's own. */
export type DetectedEncoding = { encoding: Encoding; bom: boolean; clean?: boolean };

/**
 * UTF-8 when every byte of the file is UTF-8, else CP932 when it reads as Japanese; never a guess at a Western code page.
 * Reads the whole file: the one line that is not ASCII may be the last.
 */
export async function detectEncoding(source: FileSource): Promise<DetectedEncoding> {
  const start = await head(source, 4096);
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { encoding: 'utf-8', bom: true };
  const wide = utf16Guess(start);
  if (wide) return { encoding: wide, bom: start[0] === 0xff || start[0] === 0xfe };

  const utf8 = await utf8Survey(source);
  if (utf8.firstBad === undefined) return { encoding: 'utf-8', bom: false, clean: true };
  const cp932 = await cp932Survey(source);
  if (cp932.japanese && cp932.bad <= cp932.wide / 100) return { encoding: 'cp932', bom: false };
  if (utf8.bad <= utf8.wide / 100) return { encoding: 'utf-8', bom: false };
  return refuse('undecodable', { row: utf8.firstBad.row, values: { position: utf8.firstBad.position, byte: utf8.firstBad.byte } });
}

type BadByte = { row: number; position: number; byte: string };

/** Counts characters beyond ASCII and bytes that are no UTF-8; `position` counts bytes of the line from 1. */
async function utf8Survey(source: FileSource): Promise<{ wide: number; bad: number; firstBad?: BadByte }> {
  let wide = 0;
  let bad = 0;
  let firstBad: BadByte | undefined;
  let row = 1;
  let position = 0;
  let pending = 0;
  let low = 0x80;
  let high = 0xbf;
  let lead = 0;
  let leadPosition = 0;
  const mark = (byte: number, at: number) => {
    bad++;
    firstBad ??= { row, position: at, byte: `0x${byte.toString(16).toUpperCase().padStart(2, '0')}` };
  };
  for await (const chunk of source.open()) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      position++;
      if (pending > 0) {
        if (byte >= low && byte <= high) {
          pending--;
          low = 0x80;
          high = 0xbf;
          if (pending === 0) wide++;
          continue;
        }
        pending = 0;
        low = 0x80;
        high = 0xbf;
        mark(lead, leadPosition);
      }
      if (byte >= 0x80) {
        lead = byte;
        leadPosition = position;
      }
      if (byte < 0x80) {
        if (byte === 10) {
          row++;
          position = 0;
        }
      } else if (byte >= 0xc2 && byte <= 0xdf) pending = 1;
      else if (byte >= 0xe0 && byte <= 0xef) {
        pending = 2;
        if (byte === 0xe0) low = 0xa0;
        if (byte === 0xed) high = 0x9f;
      } else if (byte >= 0xf0 && byte <= 0xf4) {
        pending = 3;
        if (byte === 0xf0) low = 0x90;
        if (byte === 0xf4) high = 0x8f;
      } else mark(byte, position);
    }
  }
  if (pending > 0) mark(lead, leadPosition);
  return { wide, bad, firstBad };
}
