import type pg from 'pg';
import type { Day } from '#platform/clock/days.ts';
import { addFoundUsers, findByGroup, findByUser, foundTable, moveFound } from './attach.sql.ts';

type When = { today: Day; timeZone: string };
const lock = 7_210_043;

/**
 * Moves waiting events to the accounts that have appeared, in the caller's transaction; gives their number.
 * `groups` looks only at groups, which is cheap and right after accounts changed; `all` also at users without a group.
 */
export async function attachPending(client: pg.ClientBase, when: When, what: 'groups' | 'all'): Promise<number> {
  await begin(client);
  await client.query(findByGroup);
  if (what === 'all') await client.query(findByUser);
  return move(client, when);
}

/** Moves the waiting events of one user to an account that a person has named. */
export async function attachUser(client: pg.ClientBase, when: When, userKey: string, accountId: string): Promise<number> {
  await begin(client);
  await client.query('insert into pending_found select message_key, $2 from pending_events where user_key = $1 and group_key is null', [userKey, accountId]);
  return move(client, when);
}

async function begin(client: pg.ClientBase): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(${lock})`);
  await client.query(foundTable);
}

async function move(client: pg.ClientBase, when: When): Promise<number> {
  await client.query(addFoundUsers);
  return (await client.query<{ moved: number }>(moveFound, [when.today, when.timeZone])).rows[0]!.moved;
}
