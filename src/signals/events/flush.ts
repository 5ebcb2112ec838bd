import type pg from 'pg';
import { copyRows, type Cell } from '#platform/db/copy.ts';
import { sqlState } from '#platform/db/db.ts';
import type { Day } from '#platform/clock/days.ts';
import { currentLedger } from './ledger.ts';
import type { EventMessage, GroupMessage, Message } from './message.ts';
import { applyAliases, applyGroups, applyIdentifies } from './people.ts';
import { addUsers, keepFresh, makeStage, place, placeByUser, rememberMembers, stageTarget } from './stage.sql.ts';

/** What one flush did, by source. */
export type Placed = { sourceNo: number; fresh: number; waiting: number; history: number };
export type FlushTime = { now: Date; today: Day; timeZone: string };

const staged = new WeakSet<pg.PoolClient>();

/**
 * Stores messages in one transaction and returns once they are on disk. Repeated messages are recognised by the ledger.
 * Tried again when Postgres chose it as a deadlock's victim.
 */
export async function flush(pool: pg.Pool, messages: readonly Message[], numbers: ReadonlyMap<string, number>, time: FlushTime): Promise<Placed[]> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      // Outside the transaction: a rollback would take the temporary tables away again.
      if (!staged.has(client)) await client.query(makeStage);
      staged.add(client);
      await client.query('begin');
      const placed = await placeMessages(client, messages, numbers, time);
      await client.query('commit');
      return placed;
    } catch (error) {
      await client.query('rollback').catch((failed: Error) => (broken = failed));
      if (attempt > 3 || !['40P01', '40001'].includes(sqlState(error) ?? '')) throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** The statements of a flush, inside the caller's transaction. The stage must exist (`makeStage`). */
export async function placeMessages(
  client: pg.PoolClient,
  messages: readonly Message[],
  numbers: ReadonlyMap<string, number>,
  time: FlushTime,
): Promise<Placed[]> {
  const ledger = await currentLedger(client);
  await applyAliases(
    client,
    messages.filter((m) => m.kind === 'alias'),
    time,
  );
  await applyIdentifies(
    client,
    messages.filter((m) => m.kind === 'identify'),
  );
  await applyGroups(client, messages.flatMap(membershipOf), time);
  const events = messages.filter((m) => m.kind === 'event');
  if (!events.length) return [];
  await copyRows(client, stageTarget, stageRows(events, numbers));
  await client.query(keepFresh, [ledger.half, time.timeZone]);
  if (events.some((e) => e.groupKey !== null)) await client.query(rememberMembers);
  if (events.some((e) => e.groupKey === null)) await client.query(placeByUser);
  await client.query(addUsers);
  return (await client.query<Placed>(place, [time.now, time.today])).rows;
}

/** A group call says where a user belongs; so does an identify call that names a group. */
function membershipOf(m: Message): GroupMessage[] {
  if (m.kind === 'group') return [m];
  if (m.kind !== 'identify' || m.groupKey === null) return [];
  return [{ kind: 'group', sourceNo: m.sourceNo, groupKey: m.groupKey, userKey: m.userKey, name: null }];
}

/** For callers with a transaction of their own, such as imports. */
export async function prepareStage(client: pg.PoolClient): Promise<void> {
  await client.query(makeStage);
}

function* stageRows(events: readonly EventMessage[], numbers: ReadonlyMap<string, number>): Generator<Cell[]> {
  for (const e of events) {
    yield [e.key, e.sourceNo, e.groupKey, e.userKey, numbers.get(e.event)!, new Date(e.at), e.amount, e.props, e.historyId, e.importId];
  }
}
