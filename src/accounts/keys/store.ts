import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { hashSecret, newSecret } from '#platform/auth/secrets.ts';
import type { Scope } from '#platform/auth/permissions.ts';
import { newId } from '#platform/ids/ids.ts';

export type NewKey = { name: string; scope: Scope; source: string | null; history: boolean; expiresAt: Date | null; createdBy: string | null };
export type KeyRow = {
  keyId: string;
  name: string;
  scope: Scope;
  prefix: string;
  source: string | null;
  history: boolean;
  status: 'active' | 'expired' | 'revoked';
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  createdBy: string | null;
  createdAt: string;
};

const shown = (now: Date) => sql`
  select k.key_id as "keyId", k.name, k.scope, k.prefix, k.source, k.history,
    case when k.revoked_at is not null then 'revoked' when k.expires_at <= ${now.toISOString()} then 'expired' else 'active' end as status,
    ${isoMoment('k.expires_at')} as "expiresAt", ${isoMoment('k.revoked_at')} as "revokedAt", ${isoMoment('k.last_used_at')} as "lastUsedAt",
    m.name as "createdBy", ${isoMoment('k.created_at')} as "createdAt"
  from api_keys k left join members m on m.id = k.created_by`;

export function listKeys(db: Db, now: Date): Promise<KeyRow[]> {
  return rows(db, sql`${shown(now)} order by k.revoked_at is not null, k.created_at desc`);
}

export async function findKeyById(db: Db, keyId: string, now: Date): Promise<KeyRow | undefined> {
  return row(db, sql`${shown(now)} where k.key_id = ${keyId}`);
}

/** Makes a key and returns its secret, which is stored nowhere. `bk_` lets scanners of leaked secrets know it. */
export async function insertKey(db: Db, key: NewKey, now: Date): Promise<{ keyId: string; secret: string }> {
  const [keyId, secret] = [newId(), `bk_${key.scope}_${newSecret()}`];
  const at = now.toISOString();
  if (key.source) {
    const kind = key.scope === 'ingest' ? 'tracking' : 'import';
    await db.execute(sql`insert into sources (source, name, kind, created_at) values (${key.source}, ${key.source}, ${kind}, ${at}) on conflict do nothing`);
  }
  await db.execute(sql`
    insert into api_keys (key_id, name, scope, prefix, hash, source, history, expires_at, created_by, created_at)
    values (${keyId}, ${key.name}, ${key.scope}, ${secret.slice(0, key.scope.length + 8)}, ${hashSecret(secret)}, ${key.source}, ${key.history},
      ${key.expiresAt?.toISOString() ?? null}, ${key.createdBy}, ${at})`);
  return { keyId, secret };
}

export async function markRevoked(db: Db, keyId: string, now: Date): Promise<void> {
  await db.execute(sql`update api_keys set revoked_at = ${now.toISOString()} where key_id = ${keyId} and revoked_at is null`);
}
