import { z } from 'zod';
import { kinds } from '#actions/notifications/contract.ts';
import type { Vault } from '#platform/auth/vault.ts';

/** What a link in a mail stops: one kind, or the digest as a whole. */
export const stoppable = z.enum([...kinds, 'digest']);
export type Stoppable = z.infer<typeof stoppable>;

const purpose = 'unsubscribe';

/** A link of a mail has no end: mails are kept, and stopping them must always work. It can do nothing else. */
export function stopToken(vault: Vault, memberId: string, kind: Stoppable): string {
  const what = `${memberId}.${kind}`;
  return `${what}.${vault.sign(what, purpose)}`;
}

export function readStopToken(vault: Vault, token: string): { memberId: string; kind: Stoppable } | null {
  const [memberId = '', kind = '', signature = ''] = token.split('.');
  const known = stoppable.safeParse(kind);
  return known.success && vault.isSigned(`${memberId}.${kind}`, purpose, signature) ? { memberId, kind: known.data } : null;
}

/** Where both people and mail programs go; a person is led on to the page. */
export const stopUrl = (siteUrl: string, token: string): string => `${siteUrl}/api/unsubscribe?token=${encodeURIComponent(token)}`;
