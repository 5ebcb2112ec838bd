import { sql } from 'drizzle-orm';
import type { Actor } from '#platform/auth/permissions.ts';
import { hashSecret } from '#platform/auth/secrets.ts';
import { row, type Db } from '#platform/db/db.ts';

export type Key = Extract<Actor, { kind: 'key' }>;
type Known = { key: Key; expires: number; until: number };

// A tracking client sends many requests a second; another process learns of a revocation this much later.
const cacheMs = 3_000;
const cacheSize = 1_000;
const caches = new WeakMap<object, Map<string, Known>>();

/** The key with this secret, unless it is revoked or has expired. Remembered for a few seconds. */
export async function findKey(db: Db, secret: string, now: Date): Promise<Key | null> {
  if (!secret.startsWith('bk_') || secret.length > 100) return null;
  const hash = hashSecret(secret);
  const cache = cacheOf(db);
  const known = cache.get(hash);
  if (known && known.until > now.getTime() && known.until - now.getTime() <= cacheMs) return known.expires > now.getTime() ? known.key : null;
  const read = await readKey(db, hash, now);
  if (!read) {
    cache.delete(hash);
    return null;
  }
  if (cache.size >= cacheSize) cache.clear();
  cache.set(hash, read);
  return read.key;
}

/** Forgets remembered keys of this process, after one was revoked. */
export function forgetKeys(db: Db): void {
  caches.delete(db);
}

async function readKey(db: Db, hash: string, now: Date): Promise<Known | null> {
  const at = now.toISOString();
  const found = await row<Omit<Key, 'kind'> & { expires: number | null }>(
    db,
    sql`with used as (
        update api_keys set last_used_at = ${at} where hash = ${hash} and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute'))
      select key_id as id, name, scope, source, history, (extract(epoch from expires_at) * 1000)::float8 as expires
      from api_keys where hash = ${hash} and revoked_at is null and (expires_at is null or expires_at > ${at})`,
  );
  if (!found) return null;
  const { expires, ...key } = found;
  return { key: { kind: 'key', ...key }, expires: expires ?? Infinity, until: now.getTime() + cacheMs };
}

function cacheOf(db: Db): Map<string, Known> {
  let cache = caches.get(db);
  if (!cache) caches.set(db, (cache = new Map()));
  return cache;
}

/** The secret in an Authorization header: Bearer, or Basic with the key as the user's name as Segment's clients send it. */
export function secretOf(authorization: string): string | null {
  const [scheme, value = ''] = authorization.trim().split(/\s+/, 2);
  if (/^bearer$/i.test(scheme!)) return value || null;
  if (!/^basic$/i.test(scheme!)) return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || null;
}
