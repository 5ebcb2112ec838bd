import type { FileSource } from './source.ts';

/**
 * Whether bytes read as Japanese in CP932. French or Greek text is often valid CP932 by accident, but then
 * its pairs are rare kanji (second level, extensions) and its half-width kana stand alone; Japanese is mostly kana and first-level kanji.
 */
export async function cp932Survey(source: FileSource): Promise<{ wide: number; bad: number; japanese: boolean }> {
  let common = 0;
  let rare = 0;
  let halfKana = 0;
  let kanaRuns = 0;
  let previous = 0;
  let bad = 0;
  let lead = 0;
  for await (const chunk of source.open()) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (lead) {
        const trailing = byte >= 0x40 && byte <= 0xfc && byte !== 0x7f;
        if (!trailing) bad++;
        else if (lead <= 0x97) common++;
        else rare++;
        lead = 0;
        previous = 0;
        if (trailing) continue;
      }
      const before = previous;
      previous = byte;
      if (byte < 0x80) continue;
      if (byte >= 0xa1 && byte <= 0xdf) {
        halfKana++;
        if (before >= 0xa1 && before <= 0xdf) kanaRuns++;
      } else if ((byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc)) lead = byte;
      else bad++;
    }
  }
  if (lead) bad++;
  return { wide: common + rare + halfKana, bad, japanese: common >= rare && common + kanaRuns > 0 };
}
