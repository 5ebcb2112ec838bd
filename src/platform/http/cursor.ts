import { problemAt } from './problem.ts';

/** Where the next page starts, as an opaque text. */
export function toCursor(place: readonly (string | number | boolean | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Reads a cursor of `length` parts; refuses what `toCursor` did not make. */
export function fromCursor(cursor: string | undefined, length: number): (string | number | boolean | null)[] | null {
  if (cursor === undefined) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(place) && place.length === length && place.every((part) => part === null || typeof part !== 'object')) return place;
  } catch {
    // falls through to the refusal below
  }
  throw problemAt('cursor', { ja: 'カーソルが正しくありません。', en: 'This cursor is not right.' });
}
