import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { pino } from 'pino';
import { addKey } from '#accounts/keys/index.ts';
import type { Clock } from '#platform/clock/days.ts';
import type { Database } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { trackingApi, type Tracking } from './tracking.ts';

/** The tracking API over a database, for tests: no server, nothing faked but the clock. */
export function testTracking(database: Database, clock: Clock, options: { nameCap?: number } = {}): Tracking {
  return trackingApi({ database, clock, jobs: collectingJobs(), log: pino({ level: process.env.TEST_LOG ?? 'silent' }), ...options });
}

/** A write key, as `bin/banso key add` makes it. */
export async function makeWriteKey(
  database: Database,
  clock: Clock,
  wish: { source?: string; history?: boolean; scope?: 'ingest' | 'read' | 'write' } = {},
): Promise<string> {
  if (wish.source) await database.pool.query(`insert into sources (source, name, kind) values ($1, $1, 'tracking') on conflict do nothing`, [wish.source]);
  const writer = { database, actor: { kind: 'system' as const, name: 'test' }, clock };
  const made = await addKey(
    writer,
    { name: `key ${randomUUID()}`, scope: wish.scope ?? 'ingest', source: wish.source ?? null, history: wish.history ?? false, expiresOn: null },
    'Asia/Tokyo',
  );
  return made.secret;
}

/** An account that a source knows by `externalId`. Returns its id. */
export async function makeAccount(pool: pg.Pool, externalId: string, source = 'crm'): Promise<string> {
  const id = newId();
  await pool.query(`insert into accounts (account_id, external_id, name, created_at, updated_at) values ($1, $2, $2, now(), now())`, [id, externalId]);
  await pool.query(`insert into sources (source, name) values ($1, $1) on conflict do nothing`, [source]);
  await pool.query(`insert into account_keys (source, external_id, account_id) values ($1, $2, $3)`, [source, externalId, id]);
  return id;
}

/** Sends a body to the tracking API with a key as Segment's libraries do. */
export function send(tracking: Tracking, key: string | null, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return Promise.resolve(
    tracking.app.request(`/v1/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === null ? {} : { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }),
        ...headers,
      },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
    }),
  );
}
