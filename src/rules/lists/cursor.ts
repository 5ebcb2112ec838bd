import { problemAt } from '#platform/http/problem.ts';
import type { Position } from './query.sql.ts';

/** Opaque to callers; carries the order it belongs to, so that it cannot be used with another. */
export function writeCursor(order: string, position: Position): string {
  return Buffer.from(JSON.stringify([order, position.value, position.id])).toString('base64url');
}

export function readCursor(order: string, cursor: string | undefined): Position | null {
  if (!cursor) return null;
  try {
    const [of, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string | null, string];
    if (of === order && typeof id === 'string' && (value === null || typeof value === 'string')) return { value, id };
  } catch {
    // Answered below, like any other cursor that is not ours.
  }
  throw problemAt('cursor', {
    ja: 'カーソルが正しくありません。並び順を変えたときは、最初のページから取得してください。',
    en: 'This cursor is not right. After a change of the order, start again from the first page.',
  });
}
