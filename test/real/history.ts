import type pg from 'pg';
import { copyRows, type Cell } from '#platform/db/copy.ts';
import type { Day } from '#platform/clock/days.ts';
import { newId } from '#platform/ids/ids.ts';
import { rollUpUsage } from '#metrics/usage/index.ts';
import type { TestDatabase } from '#platform/testing/database.ts';

export type PastEvent = { account: string; event: string; at: Date; day: Day; amount: number };

/**
 * A company that starts with Banso today and brings its past: accounts known from `now` on, events known on their own
 * day. Written by COPY, since the import and the tracking API have tests of their own. Gives account ids by external id.
 */
export async function loadHistory(
  database: TestDatabase,
  now: Date,
  accounts: { id: string; churnedOn?: Day | null }[],
  events: PastEvent[],
): Promise<Map<string, string>> {
  const ids = new Map(accounts.map((a) => [a.id, newId()]));
  const client = await database.pool.connect();
  try {
    const names = await eventNumbers(client, new Set(events.map((e) => e.event)));
    await copyRows(
      client,
      'accounts (account_id, external_id, name, churned_on, created_at, updated_at)',
      accounts.map((a): Cell[] => [ids.get(a.id), a.id, a.id, a.churnedOn, now, now]),
    );
    await client.query(`insert into account_versions (account_id, external_id, name, churned_on, created_at, updated_at, tags, is_sample, attributes, known_from)
      select account_id, external_id, name, churned_on, created_at, updated_at, tags, is_sample, attributes, created_at from accounts`);
    await copyRows(
      client,
      'usage_events (account_id, ts, message_key, source_no, user_no, event_id, received_at, known_on, day, amount)',
      rowsOf(events, ids, names, now),
    );
    await client.query('insert into usage_dirty select distinct account_id, day, known_on from usage_events');
    await client.query('analyze usage_events');
  } finally {
    client.release();
  }
  await rollUpUsage({ database, clock: () => now, jobs: { publish: async () => {} } });
  return ids;
}

function* rowsOf(events: PastEvent[], ids: Map<string, string>, names: Map<string, number>, now: Date): Generator<Cell[]> {
  let n = 0;
  for (const e of events) yield [ids.get(e.account), e.at, Buffer.from(`row-${n++}`), 1, 1, names.get(e.event), now, e.day, e.day, e.amount];
}

async function eventNumbers(client: pg.PoolClient, names: Set<string>): Promise<Map<string, number>> {
  const made = await client.query<{ name: string; id: number }>(
    'insert into event_names (name) select unnest($1::text[]) returning name, event_id::int as id',
    [[...names]],
  );
  return new Map(made.rows.map((r) => [r.name, r.id]));
}

/** Probability that a case that turned out badly scored below one that did not; ties count half. */
export function aucOfLow(cases: { score: number; bad: boolean }[]): number {
  const sorted = [...cases].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j < sorted.length && sorted[j]!.score === sorted[i]!.score) j++;
    for (let k = i; k < j; k++) if (sorted[k]!.bad) rankSum += (i + 1 + j) / 2;
    i = j;
  }
  const bad = cases.filter((c) => c.bad).length;
  return 1 - (rankSum - (bad * (bad + 1)) / 2) / (bad * (cases.length - bad));
}
