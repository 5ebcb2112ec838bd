import type pg from 'pg';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Person } from './account-rows.ts';
import { copyBatch } from './batch.ts';
import { makeCompany } from './company.ts';
import type { UsagePlan } from './usage-rows.ts';

export type SampleRequest = { accounts: number; seed: number; today: Day; now: Date; presser?: Person | null };

const batchSize = 250;

/** How far back and how dense usage goes: half a year for a small company, less for a large one, at most about 12 million events. */
export function usagePlan(accounts: number, today: Day): UsagePlan {
  const days = accounts <= 1_000 ? 200 : accounts <= 10_000 ? 120 : 90;
  // An account averages 1.3 times `perDay` on a business day, and two days in three are such.
  const perDay = Math.min(9, 12_000_000 / (Math.max(1, accounts) * days * 0.87));
  return { from: addDays(today, -days), perDay };
}

/**
 * Makes the sample company over an open transaction: the same request gives the same rows.
 * Calls `report` with the number of accounts made so far, and gives their ids.
 */
export async function generateSample(
  client: pg.ClientBase,
  request: SampleRequest,
  report: (done: number) => Promise<void> | void = () => {},
): Promise<string[]> {
  const company = await makeCompany(client, request.seed, request.accounts, request.now, request.presser ?? null);
  const plan = { seed: request.seed, today: request.today, now: request.now, usage: usagePlan(request.accounts, request.today), ...company };
  const ids: string[] = [];
  for (let from = 0; from < request.accounts; from += batchSize) {
    ids.push(...(await copyBatch(client, plan, from, Math.min(request.accounts, from + batchSize))));
    await report(ids.length);
  }
  // Users are numbered per account here; later ones must not get a number that is taken.
  await client.query(
    `select setval('usage_user_numbers', greatest((select last_value from usage_user_numbers), (select coalesce(max(user_no), 1) from usage_users)))`,
  );
  return ids;
}
