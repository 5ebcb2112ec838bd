import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { projectFacts } from './project.sql.ts';
import { giveSlots, slotSources } from './slots.ts';

export type Refreshed = { written: number; removed: number; left: string[] };

/**
 * Makes the rows of lists again for these accounts (or all), as of `today`. Writes only what differs.
 * `left` names metrics and attributes for which account_facts has no column any more.
 */
export async function refreshFacts(tx: Db, accounts: string[] | 'all', today: Day, options: { zone: string; now: Date }): Promise<Refreshed> {
  const { left } = await giveSlots(tx);
  const slots = await slotSources(tx);
  const ids = accounts === 'all' ? null : accounts;
  // A plan for a handful of accounts must not be one for all of them; the parts are small and hashed either way.
  await tx.execute(sql`set local jit = off`);
  const written = await tx.execute(projectFacts(slots, { ids, today, zone: options.zone, now: options.now }));
  const removed = await tx.execute(sql`
    delete from account_facts f where ${ids ? sql`f.account_id = any(${sql.param(ids)}::uuid[]) and` : sql``} not exists (select from accounts a where a.account_id = f.account_id)`);
  return { written: written.rowCount ?? 0, removed: removed.rowCount ?? 0, left };
}

/** Marks accounts whose row must be made again. Ordered, so that two writers cannot block each other. */
export async function markFactsDirty(tx: Db, accountIds: string[]): Promise<void> {
  await tx.execute(
    sql`insert into facts_dirty (account_id) select distinct i from unnest(${sql.param(accountIds)}::uuid[]) i order by 1 on conflict do nothing`,
  );
}

/** Takes at most `limit` marked accounts away and returns them; a crash before the commit puts them back. */
export async function takeDirty(tx: Db, limit: number): Promise<string[]> {
  const taken = await rows<{ account_id: string }>(
    tx,
    sql`
    delete from facts_dirty where account_id in (select account_id from facts_dirty order by account_id limit ${limit} for update skip locked) returning account_id`,
  );
  return taken.map((r) => r.account_id);
}
