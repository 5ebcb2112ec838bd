import { randomUUID } from 'node:crypto';
import { onError, ORPCError } from '@orpc/server';
import { SmartCoercionPlugin } from '@orpc/json-schema';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { Hono, type Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import type { Actor } from '../auth/permissions.ts';
import { dayOf, type Clock } from '../clock/days.ts';
import { sqlState, type Database } from '../db/db.ts';
import { readableError } from './database-error.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { readOrganisation, rememberedOrganisation } from '../organisation/organisation.ts';
import type { Language } from '../i18n/texts.ts';
import type { Context } from './context.ts';
import { openApiHandler } from './handler.ts';
import { languageOf, languageWished } from './language.ts';
import { problem, readable, toProblem, type Unread } from './problem.ts';
import type { RawRoute } from './raw.ts';
import { authorise, permissionOf } from './server.ts';
import type { Site } from './site.ts';

export type AppOptions = {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  log: Logger;
  site: Site;
  authenticate(headers: Headers): Promise<Actor>;
  routers: Record<string, object>;
  raw: RawRoute[];
  /** Sub-applications that answer before the API, such as the tracking API and sign-in. */
  mount?(app: Hono, makeContext: (http: HonoContext) => Promise<Context>): void;
  ready?(): Promise<boolean>;
  /** Keeps the organisation for a second between requests: one question less before each answer. */
  remember?: boolean;
};

const maxBody = 4 * 1024 * 1024;

/** The HTTP application: health, the API with problem details, and what `mount` adds. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  const handler = openApiHandler(options.routers, {
    customErrorResponseBodyEncoder: (error) => toProblem(error),
    plugins: [new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
    interceptors: [onError((error) => logUnexpected(options.log, error))],
    clientInterceptors: [
      ({ context, procedure, next }) => {
        authorise(context as Context, permissionOf(procedure));
        return next().catch((error: unknown) => {
          throw readableError(error, (context as Context).log);
        });
      },
    ],
  });
  const makeContext = (http: HonoContext) => contextOf(options, http);

  app.use(secureHeaders({ xFrameOptions: 'DENY', referrerPolicy: 'same-origin', crossOriginOpenerPolicy: 'same-origin' }));
  app.use(requestLog(options.log));
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => ((await isReady(options)) ? c.json({ status: 'ready' }) : c.json({ status: 'not ready' }, 503)));
  options.mount?.(app, makeContext);
  for (const route of options.raw)
    app.on(route.method, `/api${route.path}`, async (c) => guarded(c, async () => answerRaw(route, await makeContext(c), c), options.log));
  app.use('/api/*', limitBody());
  app.all('/api/*', (c) =>
    guarded(
      c,
      async () => {
        const context = await makeContext(c);
        refuseForeignOrigin(c, context.actor);
        const { matched, response } = await handler.handle(c.req.raw, { prefix: '/api', context: context as never });
        return matched ? asProblem(c, response) : problemResponse(c, noEndpoint(c));
      },
      options.log,
    ),
  );
  return app;
}

/** Refuses bodies over the limit. A declared length is compared; only a body without one is read here. */
function limitBody() {
  const onError = (c: HonoContext) => problemResponse(c, problem('PAYLOAD_TOO_LARGE', { ja: '4MBまでです。', en: 'At most 4 MB.' }));
  const reading = bodyLimit({ maxSize: maxBody, onError });
  return async (c: HonoContext, next: () => Promise<void>): Promise<Response | void> => {
    const declared = c.req.header('content-length');
    if (!declared || c.req.header('transfer-encoding')) return (await reading(c, next)) as Response | undefined;
    return Number(declared) > maxBody ? onError(c) : next();
  };
}

async function contextOf(options: AppOptions, http: HonoContext): Promise<Context> {
  const [actor, organisation] = await Promise.all([
    options.authenticate(http.req.raw.headers),
    (options.remember ? rememberedOrganisation : readOrganisation)(options.database.db),
  ]);
  const requestId = http.get('requestId') as string;
  const { headers } = http.req.raw;
  http.set('language', languageOf({ actor, organisation, headers }));
  return {
    db: options.database.db,
    database: options.database,
    actor,
    clock: options.clock,
    jobs: options.jobs,
    log: options.log.child({ requestId }),
    requestId,
    organisation,
    today: dayOf(options.clock(), organisation.timeZone),
    headers,
    site: options.site,
  };
}

function requestLog(log: Logger) {
  return async (c: HonoContext, next: () => Promise<void>) => {
    const given = c.req.header('x-request-id');
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    const started = performance.now();
    await next();
    // c.header() after the answer is made would copy it, its body as a stream.
    c.res.headers.set('x-request-id', requestId);
    log.debug({ requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms: Math.round(performance.now() - started) }, 'request');
  };
}

/** Runs an endpoint outside oRPC and turns what it throws into a problem. */
export async function guarded(c: HonoContext, work: () => Promise<Response>, log: Logger): Promise<Response> {
  try {
    return await work();
  } catch (thrown) {
    const error = readableError(thrown, log);
    if (error instanceof ORPCError) return problemResponse(c, error);
    logUnexpected(log, error);
    return problemResponse(c, new ORPCError('INTERNAL_SERVER_ERROR', { status: 500, message: 'Something went wrong on our side.' }));
  }
}

export function problemResponse(c: HonoContext, error: ORPCError<string, unknown>): Response {
  return send(c, toProblem(error));
}

async function asProblem(c: HonoContext, response: Response): Promise<Response> {
  return response.status < 400 ? response : send(c, (await response.json()) as Unread);
}

function send(c: HonoContext, unread: Unread): Response {
  const language = (c.get('language') as Language | undefined) ?? languageWished(c.req.header('accept-language')) ?? 'ja';
  const body = readable(unread, language, c.get('requestId') as string);
  return c.body(JSON.stringify(body), body.status as never, { 'content-type': 'application/problem+json' });
}

const noEndpoint = ({ req: { method, path } }: HonoContext) =>
  problem('NOT_FOUND', { ja: `このエンドポイントはありません: ${method} ${path}`, en: `No endpoint ${method} ${path}` });

function answerRaw(route: RawRoute, context: Context, c: HonoContext): Promise<Response> | Response {
  refuseForeignOrigin(c, context.actor);
  return route.handle(context, c);
}

// A browser sends Origin with every write; another site's form must not act with our cookie.
function refuseForeignOrigin(c: HonoContext, actor: Actor): void {
  const origin = c.req.header('origin');
  if (actor.kind !== 'member' || !origin || ['GET', 'HEAD'].includes(c.req.method)) return;
  const hosts = [c.req.header('host'), c.req.header('x-forwarded-host')];
  if (!URL.canParse(origin) || !hosts.includes(new URL(origin).host))
    throw problem('FORBIDDEN', { ja: 'ほかのサイトからの要求は受け付けられません。', en: 'This request came from another site.' });
}

function logUnexpected(log: Logger, error: unknown): void {
  if (error instanceof ORPCError && error.status < 500) return;
  log.error({ err: error, sqlState: sqlState(error) }, 'request failed');
}

async function isReady(options: AppOptions): Promise<boolean> {
  try {
    await options.database.pool.query('select 1');
    return (await options.ready?.()) ?? true;
  } catch {
    return false;
  }
}
