import type { Operation, Schema } from './docs.ts';

const id = (description: string): Schema => ({ type: 'string', description });
const common: Record<string, Schema> = {
  userId: id('The user; this or anonymousId'),
  anonymousId: id('A user who is not signed in'),
  groupId: id('The account; also read from context.groupId. Without it the user’s only account, else the event waits'),
  messageId: id('Counts once, however often it is sent'),
  timestamp: { type: 'string', format: 'date-time', description: 'When it happened; when it arrived, if not given' },
  context: { type: 'object', properties: { groupId: id('The account') } },
};
const traits: Schema = { type: 'object', description: 'name, email and others; an allow-list and masking of the source apply' };
const properties: Schema = { type: 'object', description: 'revenue, amount or value is taken as the amount; an allow-list and masking of the source apply' };

const calls: Record<string, { summary: string; more: Record<string, Schema>; required?: string[] }> = {
  identify: { summary: 'Who a user is', more: { traits } },
  group: { summary: 'Which account a user belongs to', more: { traits }, required: ['groupId'] },
  track: { summary: 'What a user did', more: { event: id('What was done'), properties }, required: ['event'] },
  page: { summary: 'A page was looked at', more: { name: id('Name of the page'), properties } },
  screen: { summary: 'A screen was looked at', more: { name: id('Name of the screen'), properties } },
  alias: { summary: 'Two ids are one user', more: { previousId: id('The id used before') }, required: ['previousId'] },
};

const answer = (description: string) => ({
  description,
  content: { 'application/json': { schema: { type: 'object', properties: { success: { type: 'boolean' }, error: id('A code'), message: id('For people') } } } },
});

function operation(name: string, summary: string, schema: Schema): Operation {
  return {
    operationId: `tracking.${name}`,
    summary,
    tags: ['tracking'],
    servers: [{ url: '/' }],
    security: [{ writeKey: [] }, { key: [] }],
    'x-permission': 'ingest',
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      200: answer('It is on disk. `rejected` names messages of a batch that could not be taken.'),
      400: answer('Not JSON, a field is missing, more than 32 kB a message or 500 kB a batch: sending it again does not help.'),
      401: answer('The write key is missing, wrong, expired or revoked.'),
      403: answer('The key is no write key.'),
      429: answer('Too many events are waiting; try again after `Retry-After`.'),
      503: answer('It could not be stored; try again after `Retry-After`.'),
    },
  };
}

const message = ({ more, required }: (typeof calls)[string]): Schema => ({ type: 'object', properties: { ...common, ...more }, required });
const batch: Schema = {
  type: 'object',
  properties: {
    batch: {
      type: 'array',
      description: 'At most 2,500 messages',
      items: { type: 'object', properties: { type: { type: 'string', enum: Object.keys(calls) }, ...common, event: id('Of track'), properties, traits } },
    },
    sentAt: { type: 'string', format: 'date-time', description: 'The sender’s clock: times are moved when it is wrong' },
  },
  required: ['batch'],
};

/** The tracking API beside /api: Segment's paths, so it lies outside the contracts, and is described here by hand. */
export const trackingPaths: Record<string, Record<string, Operation>> = Object.fromEntries([
  ['/v1/batch', { post: operation('batch', 'Several messages at once', batch) }],
  ...Object.entries(calls).map(([name, call]) => [`/v1/${name}`, { post: operation(name, call.summary, message(call)) }]),
]);
