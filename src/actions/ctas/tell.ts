import { notify, type Notification } from '#actions/notifications/index.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { byOf } from './store.ts';
import { cut } from '#platform/text/cut.ts';

type Told = { accountId: string; ctaId: string; ownerId: string | null; title: string; accountName?: string };

export const linkOf = (cta: { accountId: string; ctaId: string }): string => `/ctas?cta=${cta.accountId}.${cta.ctaId}`;

/** Tells those who were given a CTA by somebody else; many at once in one word. */
export async function tellAssigned(tx: Db, context: Context, given: readonly Told[]): Promise<void> {
  const by = byOf(context.actor);
  const owners = new Map<string, Told[]>();
  for (const one of given) if (one.ownerId && one.ownerId !== by.id) owners.set(one.ownerId, [...(owners.get(one.ownerId) ?? []), one]);
  for (const [ownerId, theirs] of owners) await notify(tx, [ownerId], assignedWords(theirs, by.name ?? ''), context.clock());
}

function assignedWords(given: readonly Told[], by: string): Notification {
  const [first] = given;
  if (given.length > 1)
    return {
      kind: 'ctas',
      title: { ja: `${by}から${given.length}件のCTAの担当になりました`, en: `${by} gave you ${given.length} CTAs` },
      link: '/ctas',
    };
  return {
    kind: 'ctas',
    title: { ja: `${by}から「${first!.title}」の担当になりました`, en: `${by} gave you “${first!.title}”` },
    body: first!.accountName ? { ja: first!.accountName, en: first!.accountName } : null,
    link: linkOf(first!),
  };
}

export async function tellEscalated(tx: Db, context: Context, cta: Told, to: string, reason: string): Promise<void> {
  const by = byOf(context.actor);
  if (to === by.id) return;
  const title = { ja: `${by.name ?? ''}から「${cta.title}」がエスカレーションされました`, en: `${by.name ?? ''} escalated “${cta.title}” to you` };
  await notify(tx, [to], { kind: 'escalations', title, body: { ja: reason, en: reason }, link: linkOf(cta) }, context.clock());
}

export async function tellMentioned(tx: Db, context: Context, cta: Told, commentId: string, memberIds: readonly string[], text: string): Promise<void> {
  const by = byOf(context.actor);
  const others = memberIds.filter((id) => id !== by.id);
  const short = cut(text, 120);
  const title = { ja: `${by.name ?? ''}が「${cta.title}」のコメントであなたに触れました`, en: `${by.name ?? ''} mentioned you on “${cta.title}”` };
  await notify(tx, others, { kind: 'mentions', title, body: { ja: short, en: short }, link: linkOf(cta), dedupeKey: `mention:${commentId}` }, context.clock());
}
