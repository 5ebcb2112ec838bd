import { z } from 'zod';
import { kinds } from '#actions/notifications/contract.ts';
import { endpoint, id } from '#platform/http/contract.ts';

const token = z.object({ token: z.string().max(300) });
const stopped = z.object({ kind: z.enum([...kinds, 'digest']), email: z.string().describe('Masked'), language: z.enum(['ja', 'en']), stopped: z.boolean() });

const mail = z.object({
  mailId: id,
  kind: z.enum([...kinds, 'digest']),
  subject: z.string(),
  state: z.enum(['failed', 'unknown']),
  error: z.string().nullable().describe('What the mail server said'),
  attempts: z.number().int(),
  createdAt: z.date(),
  memberName: z.string(),
  email: z.string(),
});

export const contract = {
  delivery: endpoint('channels.read', {
    method: 'GET',
    path: '/mails/delivery',
    summary: 'Whether mails of the last 28 days arrived, and those that did not',
  }).output(
    z.object({
      configured: z.boolean().describe('Whether a mail server is set up'),
      sent: z.number().int(),
      waiting: z.number().int().describe('To be handed over, or tried again'),
      failed: z.number().int().describe('Refused for good'),
      unknown: z.number().int().describe('Perhaps taken; not sent again, so that nobody has it twice'),
      mails: z.array(mail).describe('Those failed or unknown, the newest first; at most 50'),
    }),
  ),
  retry: endpoint('channels.write', {
    method: 'POST',
    path: '/mails/{mailId}/retry',
    summary: 'Send a failed mail again',
    description: 'Only one that the mail server refused: of the others it is not known whether they arrived.',
    successStatus: 204,
  }).input(z.object({ mailId: id })),
  read: endpoint('public', { method: 'GET', path: '/unsubscribe/link', summary: 'What the link of a mail stops, and whether it is stopped' })
    .input(token)
    .output(stopped),
  open: endpoint('public', { method: 'GET', path: '/unsubscribe', summary: 'Lead a person to the page that stops mails' }, { raw: true }).input(token),
  stop: endpoint(
    'public',
    {
      method: 'POST',
      path: '/unsubscribe',
      summary: 'Stop mails of a kind with one click (RFC 8058)',
      description: 'The token of the link is the permission; the body is not read.',
    },
    { raw: true },
  ).input(token),
};
