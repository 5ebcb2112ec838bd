import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';

/** Whose bell and settings: only members have any. */
export function ownId({ actor }: Context): string {
  if (actor.kind !== 'member') throw problem('FORBIDDEN', { ja: '通知はメンバーだけが使えます。', en: 'Only members have notifications.' });
  return actor.id;
}
