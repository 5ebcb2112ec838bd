import { sql } from 'drizzle-orm';
import { findAccount, markChanged } from '#accounts/accounts/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import { row, sqlState, type Db } from '#platform/db/db.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { attachPending, attachUser } from './attach.ts';
import { eventsArrived } from './collector.ts';
import { contract } from './contract.ts';
import { findEventName, listEventNames, listOverflow, updateEventName } from './event-names-store.ts';
import { nameCap } from './names.ts';
import { countWaiting, discardWaiting, listIgnored, listWaiting, stopIgnoring } from './pending.ts';

const on = implementSlice(contract);

export const routes = {
  pending: on.pending.handler(async ({ context, input }) => {
    const found = await listWaiting(context.db, { limit: input.limit + 1, after: readCursor(input.cursor) });
    const items = found.slice(0, input.limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > input.limit && last ? `${last.events}.${last.key}` : null };
  }),

  pendingCount: on.pendingCount.handler(({ context }) => countWaiting(context.db)),

  attach: on.attach.handler(({ context, input }) =>
    write(context, 'events.attach', async (tx, audit, client) => {
      const account = await findAccount(tx, input.accountId);
      if (!account) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
      await sourceNoOf(tx, input.source);
      const when = { today: context.today, timeZone: context.organisation.timeZone };
      if (input.groupKey !== null) await tieGroup(tx, input.source, input.groupKey, input.accountId);
      else await tx.execute(sql`insert into user_accounts (user_key, account_id) values (${input.userKey}, ${input.accountId}) on conflict do nothing`);
      const moved = input.groupKey !== null ? await attachPending(client, when, 'groups') : await attachUser(client, when, input.userKey!, input.accountId);
      await context.jobs.publish(tx, eventsArrived);
      await markChanged(tx, context.jobs, [input.accountId], context.clock());
      audit({ noun: 'event', id: input.groupKey ?? input.userKey, accountId: input.accountId, label: account.name, changes: { source: input.source, moved } });
      return { moved };
    }),
  ),

  discard: on.discard.handler(({ context, input }) =>
    write(context, 'events.discard', async (tx, audit) => {
      const sourceNo = await sourceNoOf(tx, input.source);
      const discarded = await discardWaiting(tx, { ...input, sourceNo }, context.clock());
      audit({ noun: 'event', id: input.groupKey ?? input.userKey, changes: { source: input.source, discarded } });
      return { discarded };
    }),
  ),

  ignored: on.ignored.handler(({ context }) => listIgnored(context.db)),

  stopIgnoring: on.stopIgnoring.handler(({ context, input }) =>
    write(context, 'events.stop_ignoring', async (tx, audit) => {
      const stopped = await stopIgnoring(tx, input.source, input.groupKey);
      audit(stopped ? { noun: 'event', id: input.groupKey, changes: { source: input.source } } : null);
      return { stopped };
    }),
  ),

  names: on.names.handler(async ({ context, input }) => ({
    names: await listEventNames(context.db, input.hidden),
    cap: nameCap,
    overflow: await listOverflow(context.db),
  })),

  updateName: on.updateName.handler(({ context, input: { eventId, ...change } }) =>
    write(context, 'events.update_name', async (tx, audit) => {
      const before = await findEventName(tx, eventId);
      const after = before && (await changeName(tx, eventId, change));
      if (!after) throw problem('NOT_FOUND', { ja: '利用ログの種類が見つかりません。', en: 'No such event.' });
      const changes = changedFields(before, after);
      audit(Object.keys(changes).length ? { noun: 'event_name', id: String(eventId), label: after.name, changes } : null);
      return after;
    }),
  ),
};

async function changeName(tx: Db, eventId: number, change: Parameters<typeof updateEventName>[2]) {
  try {
    return await updateEventName(tx, eventId, change);
  } catch (error) {
    if (sqlState(error) !== '23503') throw error;
    throw problemAt('productNo', { ja: 'この製品はありません。', en: 'No such product.' });
  }
}

async function sourceNoOf(tx: Db, source: string): Promise<number> {
  const found = await row<{ no: number }>(tx, sql`select source_no as no from sources where source = ${source}`);
  if (!found) throw problem('NOT_FOUND', { ja: 'データ元が見つかりません。', en: 'No such source.' });
  return found.no;
}

async function tieGroup(tx: Db, source: string, groupKey: string, accountId: string): Promise<void> {
  const tied = await row<{ accountId: string }>(
    tx,
    sql`with made as (insert into account_keys (source, external_id, account_id) values (${source}, ${groupKey}, ${accountId}) on conflict do nothing returning account_id)
      select account_id as "accountId" from made union all select account_id from account_keys where source = ${source} and external_id = ${groupKey}`,
  );
  if (tied!.accountId !== accountId)
    throw problem('CONFLICT', { ja: 'このグループはすでに別の顧客に紐付いています。', en: 'This group already belongs to another customer.' });
}

function readCursor(cursor: string | undefined): { events: number; key: string } | null {
  const match = /^(\d{1,9})\.([0-9a-f]{32})$/.exec(cursor ?? '');
  return match ? { events: Number(match[1]), key: match[2]! } : null;
}
