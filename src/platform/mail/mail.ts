import { createTransport } from 'nodemailer';
import type { Config } from '../config/config.ts';

/** `unsubscribe` is the address that stops mails of this kind: for a person to open, and for a mail program to post to (RFC 8058). */
export type Mail = { to: string; subject: string; text: string; html?: string; messageId?: string; unsubscribe?: string };
/** Hands one mail to the mail server; throws when it is refused. */
export type SendMail = (mail: Mail) => Promise<void>;

/** Null when no mail server is configured: then screens show links to pass on by hand. */
export function createSendMail({ smtp, mailFrom }: Pick<Config, 'smtp' | 'mailFrom'>): SendMail | null {
  if (!smtp) return null;
  const transport = createTransport({ ...smtp, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 });
  return async ({ to, subject, text, html, messageId, unsubscribe }) => {
    const headers = unsubscribe
      ? { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'Auto-Submitted': 'auto-generated' }
      : undefined;
    const body = { subject, text, html, messageId, headers };
    await transport.sendMail({ from: mailFrom, to: { name: '', address: to }, ...body, disableFileAccess: true, disableUrlAccess: true });
  };
}

type Failure = { code?: string; responseCode?: number; syscall?: string; message?: string };

/**
 * What a failed attempt says: `later` and `never`, the server has not taken the mail and may, or will not; `unknown`, the
 * connection broke at a moment at which the server may have taken it.
 */
export function refusalOf(error: unknown): 'later' | 'never' | 'unknown' {
  const { code = '', responseCode = 0, syscall = '', message = '' } = (error ?? {}) as Failure;
  if (code === 'EAUTH' || code === 'EDNS' || code === 'ETLS' || ['connect', 'getaddrinfo'].includes(syscall)) return 'later';
  if (/^(Connection timeout|Greeting never received)/.test(message)) return 'later';
  if (responseCode >= 500) return 'never';
  return responseCode >= 400 ? 'later' : 'unknown';
}
