import { write, type Writer } from '#platform/audit/audit.ts';
import { addDays, startOfDay, type Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import type { Scope } from '#platform/auth/permissions.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { forgetKeys } from './find-key.ts';
import { findKeyById, insertKey, listKeys, markRevoked, type KeyRow } from './store.ts';

const on = implementSlice(contract);

export type KeyWish = { name: string; scope: Scope; source?: string | null; history?: boolean; expiresOn?: Day | null };

/** Makes a key; it works to the end of `expiresOn`. The secret is in this answer only. */
export function addKey(writer: Writer, wish: KeyWish, timeZone: string): Promise<KeyRow & { secret: string }> {
  const now = writer.clock();
  const expiresAt = wish.expiresOn ? startOfDay(addDays(wish.expiresOn, 1), timeZone) : null;
  if (expiresAt && expiresAt <= now)
    throw problemAt('expiresOn', { ja: '有効期限には今日以降の日付を指定してください。', en: 'A key cannot expire before today.' });
  const history = wish.history ?? false;
  const createdBy = writer.actor.kind === 'member' ? writer.actor.id : null;
  return write(writer, 'keys.create', async (tx, audit) => {
    const { keyId, secret } = await insertKey(tx, { name: wish.name, scope: wish.scope, source: wish.source ?? null, history, expiresAt, createdBy }, now);
    audit({
      noun: 'key',
      id: keyId,
      label: wish.name,
      changes: { scope: [null, wish.scope], source: [null, wish.source ?? null], history: [null, history], expiresOn: [null, wish.expiresOn ?? null] },
    });
    return { ...(await findKeyById(tx, keyId, now))!, secret };
  });
}

/** Ends a key at once. Null when there is no such key. */
export function revokeKey(writer: Writer, db: Db, keyId: string): Promise<KeyRow | null> {
  const now = writer.clock();
  return write(writer, 'keys.revoke', async (tx, audit) => {
    const before = await findKeyById(tx, keyId, now);
    await markRevoked(tx, keyId, now);
    const after = await findKeyById(tx, keyId, now);
    audit(before && !before.revokedAt ? { noun: 'key', id: keyId, label: before.name, changes: { status: [before.status, 'revoked'] } } : null);
    return after ?? null;
  }).finally(() => forgetKeys(db));
}

export const routes = {
  list: on.list.handler(({ context }) => listKeys(context.db, context.clock())),
  create: on.create.handler(({ context, input }) => addKey(context, input, context.organisation.timeZone)),
  revoke: on.revoke.handler(async ({ context, input }) => {
    const revoked = await revokeKey(context, context.db, input.keyId);
    if (!revoked) throw problem('NOT_FOUND', { ja: 'キーが見つかりません。', en: 'No such key.' });
    return revoked;
  }),
};
