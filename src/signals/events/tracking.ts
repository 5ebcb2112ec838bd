import { Hono, type Context } from 'hono';
import { cors } from 'hono/cors';
import type { Logger } from 'pino';
import { secretOf } from '#accounts/keys/index.ts';
import type { Clock } from '#platform/clock/days.ts';
import type { Database } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { BodyTooLarge, BodyUnreadable, maxBatchBytes, maxBatchEvents, maxEventBytes, readBody } from './body.ts';
import { startCollector, type Collector } from './collector.ts';
import { Overloaded } from './group-commit.ts';
import { isRefusal, readMessage, type Message, type MessageType, type Refusal, type Sender } from './message.ts';
import { parseIso } from './values.ts';
import { writeKeys, type KeyHolder } from './write-keys.ts';

export type Tracking = { app: Hono; collector: Collector };
type Raw = Record<string, unknown>;

/** Short paths are what Segment's browser library uses. */
const single: Record<string, MessageType> = {
  identify: 'identify',
  i: 'identify',
  group: 'group',
  g: 'group',
  track: 'track',
  t: 'track',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  alias: 'alias',
  a: 'alias',
};
const batches = ['batch', 'b', 'import', 'm'];

/**
 * The tracking API, compatible with Segment's HTTP API: `POST /v1/track` and so on, a write key as the user name.
 * A 200 means that the messages are on disk. Messages of a batch that cannot be taken are named in the answer.
 */
export function trackingApi(options: {
  database: Pick<Database, 'pool' | 'db'>;
  clock: Clock;
  jobs: Pick<Jobs, 'publish'>;
  log: Logger;
  nameCap?: number;
}): Tracking {
  const collector = startCollector(options);
  const holderOf = writeKeys(options.database.db, options.clock);
  const app = new Hono();
  const answer = (type: MessageType | null) => (c: Context) => guarded(c, type, options.log, () => take(c, type));

  async function take(c: Context, type: MessageType | null): Promise<Response> {
    const { text, bytes } = await readBody(c.req.raw);
    const body = parse(text);
    const holder = await holderOf(writeKeyOf(c, body));
    if (typeof holder === 'string') return refused(c, holder);
    if (!body) return c.json({ success: false, error: 'invalid_json', message: 'The body is not a JSON object.' }, 400);
    const receivedAt = options.clock().getTime();
    return type ? takeOne(c, body, bytes, type, holder, receivedAt) : takeBatch(c, body, bytes, holder, receivedAt);
  }

  async function takeOne(c: Context, body: Raw, bytes: number, type: MessageType, sender: Sender, receivedAt: number): Promise<Response> {
    const read = bytes > maxEventBytes ? tooLarge : readMessage(body, type, sender, { receivedAt, sentAt: sentAtOf(body) });
    if (isRefusal(read)) {
      collector.refuse(sender.sourceNo, 1, read.code);
      return c.json({ success: false, error: read.code, message: read.message }, 400);
    }
    await collector.add([read]);
    return c.json({ success: true });
  }

  async function takeBatch(c: Context, body: Raw, bytes: number, sender: Sender, receivedAt: number): Promise<Response> {
    const { batch } = body;
    const problem = batchProblem(batch, bytes);
    if (problem) return c.json({ success: false, error: problem.code, message: problem.message }, 400);
    const times = { receivedAt, sentAt: sentAtOf(body) };
    const messages: Message[] = [];
    const rejected: (Refusal & { index: number })[] = [];
    for (const [index, raw] of (batch as unknown[]).entries()) {
      const read = bytes > maxEventBytes && isTooLarge(raw) ? tooLarge : readMessage(raw, (raw as Raw | null)?.type, sender, times);
      if (isRefusal(read)) rejected.push({ index, ...read });
      else messages.push(read);
    }
    for (const { code } of rejected) collector.refuse(sender.sourceNo, 1, code);
    await collector.add(messages);
    if (rejected.length && !messages.length) return c.json({ success: false, error: rejected[0]!.code, message: rejected[0]!.message, rejected }, 400);
    return c.json(rejected.length ? { success: true, rejected } : { success: true });
  }

  for (const path of ['/v1/*', '/beacon/*']) app.use(path, anyOrigin);
  for (const [path, type] of Object.entries(single)) app.post(`/v1/${path}`, answer(type));
  for (const path of batches) app.post(`/v1/${path}`, answer(null));
  app.post('/beacon/v1/batch', answer(null));
  return { app, collector };
}

// Browsers of the customer's own product send from its address; there is no cookie to be abused.
const anyOrigin = cors({
  origin: '*',
  allowMethods: ['POST', 'OPTIONS'],
  allowHeaders: ['authorization', 'content-type', 'content-encoding', 'x-retry-count'],
  maxAge: 86_400,
});
// Segment documents 400 for both, however large the body is.
const tooLarge: Refusal = { code: 'event_too_large', message: 'A message may have at most 32 kB.' };
const batchTooLarge: Refusal = { code: 'batch_too_large', message: 'A batch may have at most 500 kB.' };

function isTooLarge(raw: unknown): boolean {
  const text = JSON.stringify(raw) ?? '';
  return text.length * 3 > maxEventBytes && Buffer.byteLength(text) > maxEventBytes;
}

function batchProblem(batch: unknown, bytes: number): Refusal | null {
  if (bytes > maxBatchBytes) return batchTooLarge;
  if (!Array.isArray(batch)) return { code: 'no_batch', message: 'batch must be a list of messages.' };
  if (batch.length > maxBatchEvents) return { code: 'too_many_events', message: `A batch may have at most ${maxBatchEvents} messages.` };
  return null;
}

function parse(text: string): Raw | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Raw) : null;
  } catch {
    return null;
  }
}

function sentAtOf(body: Raw): number | null {
  return typeof body.sentAt === 'string' ? parseIso(body.sentAt) : null;
}

/** The write key: user name of Basic, a bearer token, or for browsers in the body or the address. */
function writeKeyOf(c: Context, body: Raw | null): string {
  const header = c.req.header('authorization');
  if (header) return secretOf(header) ?? '';
  if (typeof body?.writeKey === 'string') return body.writeKey;
  return c.req.query('writeKey') ?? '';
}

function refused(c: Context, why: Exclude<KeyHolder, object>): Response {
  if (why === 'wrong scope') return c.json({ success: false, error: 'wrong_scope', message: 'This key may not send events; use a write key.' }, 403);
  return c.json({ success: false, error: 'unauthorized', message: 'The write key is missing, wrong, expired or revoked.' }, 401, {
    'www-authenticate': 'Basic realm="Banso"',
  });
}

async function guarded(c: Context, type: MessageType | null, log: Logger, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      const { code, message } = type ? tooLarge : batchTooLarge;
      return c.json({ success: false, error: code, message }, 400);
    }
    if (error instanceof BodyUnreadable) return c.json({ success: false, error: 'unreadable', message: `The body cannot be read (${error.message}).` }, 400);
    if (error instanceof Overloaded)
      return c.json({ success: false, error: 'busy', message: 'Too many events are waiting; try again.' }, 429, { 'retry-after': '1' });
    log.error({ err: error }, 'events were not stored');
    return c.json({ success: false, error: 'not_stored', message: 'The events could not be stored; try again.' }, 503, { 'retry-after': '2' });
  }
}
