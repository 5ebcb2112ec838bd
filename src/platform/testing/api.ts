import { pino } from 'pino';
import { roles, type Actor, type Role } from '../auth/permissions.ts';
import type { Clock } from '../clock/days.ts';
import { createApp } from '../http/app.ts';
import type { RawRoute } from '../http/raw.ts';
import type { Site } from '../http/site.ts';
import type { Database } from '../db/db.ts';
import { collectingJobs, type Job, type Subscriptions } from '../jobs/jobs.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { testSite } from './site.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies freely
export type Answer = { status: number; body: any; contentType: string | null; headers: Headers };
type Authenticate = (parts: { database: Database; clock: Clock; site: Site }) => (headers: Headers) => Promise<Actor>;
type Caller = Record<'get' | 'delete', (path: string) => Promise<Answer>> & Record<'post' | 'patch' | 'put', (path: string, body?: unknown) => Promise<Answer>>;

const memberIds = new Map(roles.map((role, i) => [role, `00000000-0000-7000-8000-00000000000${i}`]));
/** The id of the member who stands for a role in tests; the row exists in `members`. */
export const memberId = (role: Role): string => memberIds.get(role)!;

/**
 * The HTTP application over a fresh database, with the given slices: `api.as('csm').get('/products')`.
 * Only sign-in is left out: the caller says who is asking. `jobs` are collected; `api.drain()` runs them.
 */
export async function testApi(
  routers: Record<string, object>,
  options: {
    clock?: Clock;
    raw?: RawRoute[];
    jobs?: Job<never>[];
    subscriptions?: Subscriptions;
    site?: Parameters<typeof testSite>[1];
    authenticate?: Authenticate;
  } = {},
) {
  const database = await testDatabase();
  await seedPeople(database);
  const clock = options.clock ?? (() => new Date('2026-11-24T03:00:00Z'));
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
  const jobs = collectingJobs(options.jobs, options.subscriptions);
  const site = await testSite(database, options.site);
  const authenticate = options.authenticate?.({ database, clock, site }) ?? (async (headers: Headers) => actorOf(headers.get('x-test-actor')));
  const app = createApp({ database, clock, jobs, log, site, routers, raw: options.raw ?? [], authenticate });

  async function call(actor: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const raw = body instanceof FormData || typeof body === 'string' || body instanceof Uint8Array;
    const response = await app.request(`/api${path}`, {
      method,
      headers: { 'x-test-actor': actor, ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
    });
    const contentType = response.headers.get('content-type');
    const text = await response.text();
    return { status: response.status, body: contentType?.includes('json') && text ? JSON.parse(text) : text, contentType, headers: response.headers };
  }
  const as = (who: Role | null | `key:${'read' | 'write' | 'ingest'}`): Caller => {
    const actor = who ?? 'anonymous';
    const bare = (method: string) => (path: string) => call(actor, method, path);
    const full = (method: string) => (path: string, body?: unknown) => call(actor, method, path, body);
    return { get: bare('GET'), delete: bare('DELETE'), post: full('POST'), patch: full('PATCH'), put: full('PUT') };
  };
  return {
    as,
    app,
    site,
    database,
    db: database.db,
    clock,
    jobs,
    drain: () => jobs.drain({ database, db: database.db, clock, log, site }),
    audit: async () => (await database.pool.query('select * from audit_log order by id')).rows,
  };
}

function actorOf(header: string | null): Actor {
  if (!header || header === 'anonymous') return { kind: 'anonymous' };
  if (header.startsWith('key:'))
    return { kind: 'key', id: '00000000-0000-7000-8000-0000000000aa', name: 'テスト用キー', scope: header.slice(4) as never, source: null, history: false };
  const role = header as Role;
  return { kind: 'member', id: memberId(role), name: `${role} さん`, email: `${role}@example.jp`, role, language: null };
}

async function seedPeople(database: TestDatabase): Promise<void> {
  await database.pool.query(`insert into organisation (id, name, created_at) values (1, 'テスト株式会社', now()) on conflict do nothing`);
  for (const [role, id] of memberIds) {
    await database.pool.query('insert into members (id, email, name, role) values ($1, $2, $3, $4) on conflict do nothing', [
      id,
      `${role}@example.jp`,
      `${role} さん`,
      role,
    ]);
  }
}
