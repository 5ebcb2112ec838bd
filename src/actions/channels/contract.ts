import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';

export const channelKinds = ['slack', 'teams', 'chatwork', 'webhook'] as const;
/** What may be told to a room; what one person says to another stays between them, and digests are mails. */
export const roomKinds = ['ctas', 'escalations', 'rules', 'assignments', 'attention', 'imports', 'sources', 'system'] as const;

const kind = z.enum(channelKinds);
const url = z
  .url({ protocol: /^https$/ })
  .max(2000)
  .describe('HTTPS, reachable from the internet');
const fields = {
  name: z.string().trim().min(1).max(100),
  kinds: z.array(z.enum(roomKinds)).max(roomKinds.length).describe('What is told here; none for a webhook that only rules call'),
  teamId: id.nullable().describe('Only what concerns the members of this team; null: of everybody'),
  language: z.enum(['ja', 'en']),
};
const place = {
  url: url.optional().describe('Slack, Teams and webhooks; for webhooks the only thing besides the secret'),
  roomId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .describe('Chatwork'),
  token: z.string().trim().min(8).max(200).optional().describe('Chatwork API token'),
};

export const channel = z.object({
  channelId: id,
  kind,
  ...fields,
  kinds: z.array(z.string()),
  target: z.string().describe('As much of the address as may be shown'),
  teamName: z.string().nullable(),
  teamGone: z.boolean(),
  enabled: z.boolean(),
  lastOkAt: z.date().nullable(),
  lastError: z.string().nullable().describe('Null once a message went through'),
  lastErrorAt: z.date().nullable(),
});

export const message = z.object({
  messageId: id,
  type: z.string(),
  title: z.string(),
  state: z.enum(['ready', 'sending', 'sent', 'failed', 'unknown']),
  attempts: z.number().int(),
  status: z.number().int().nullable().describe('HTTP status of the last answer'),
  error: z.string().nullable(),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
});

const one = z.object({ channelId: id });
const at = '/channels/{channelId}' as const;

export const contract = {
  list: endpoint('channels.read', { method: 'GET', path: '/channels', summary: 'List channels: Slack, Teams, Chatwork, webhooks' }).output(z.array(channel)),
  webhooks: endpoint('rules.read', { method: 'GET', path: '/channels/webhooks', summary: 'Webhooks that a rule may call, by name' }).output(
    z.array(z.object({ webhookId: id, name: z.string(), enabled: z.boolean() })),
  ),
  create: endpoint('channels.write', { method: 'POST', path: '/channels', summary: 'Add a channel', successStatus: 201 })
    .input(z.object({ kind, ...fields, ...place }))
    .output(z.object({ channel, secret: z.string().nullable().describe('Signing secret of a webhook (whsec_…), shown this once') })),
  update: endpoint('channels.write', { method: 'PATCH', path: at, summary: 'Change a channel' })
    .input(z.object({ channelId: id, ...z.object(fields).partial().shape, ...place, enabled: z.boolean().optional() }))
    .output(channel),
  remove: endpoint('channels.write', { method: 'DELETE', path: at, summary: 'Remove a channel with its history', successStatus: 204 }).input(one),
  test: endpoint('channels.write', { method: 'POST', path: `${at}/test`, summary: 'Send a test message now' })
    .input(one)
    .output(z.object({ ok: z.boolean(), status: z.number().int().nullable(), error: z.string().nullable() })),
  newSecret: endpoint('channels.write', { method: 'POST', path: `${at}/secret`, summary: 'Make another signing secret; the old one ends at once' })
    .input(one)
    .output(z.object({ secret: z.string() })),
  messages: endpoint('channels.read', { method: 'GET', path: `${at}/messages`, summary: 'What was sent there, the newest first; at most 50' })
    .input(one)
    .output(z.array(message)),
};
