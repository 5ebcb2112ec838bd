import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { ruleDefinition, type RuleDefinition } from '#rules/rules/index.ts';
import type { Placed } from './logic.ts';

export type Waiting = {
  accountId: string;
  productNo: number;
  ruleId: string;
  firedOn: Day;
  version: number;
  facts: unknown;
  /** The customer is there and not archived. */
  known: boolean;
  name: string | null;
  isSample: boolean;
  mrr: string | null;
  daysToRenewal: number | null;
  score: number | null;
  scoreChange: number | null;
};

/** Firings nobody has handled, the oldest first. The caller holds `lockTaking`. */
export function waitingFirings(tx: Db, today: Day, limit: number): Promise<Waiting[]> {
  return rows(
    tx,
    sql`
    with f as materialized (select * from rule_firings where handled_at is null order by at, rule_id, account_id, product_no, fired_on limit ${limit})
    select f.account_id as "accountId", f.product_no as "productNo", f.rule_id as "ruleId", f.fired_on as "firedOn", f.version, f.facts,
      (a.account_id is not null and a.archived_at is null) as known, a.name, coalesce(a.is_sample, false) as "isSample",
      x.mrr::text as mrr, x.renewal_on - ${today}::date as "daysToRenewal", x.score, x.score_change_28 as "scoreChange"
    from f left join accounts a on a.account_id = f.account_id left join account_facts x on x.account_id = f.account_id
    order by f.at, f.rule_id, f.account_id, f.product_no, f.fired_on`,
  );
}

export type FiringRule = { name: string; definition: RuleDefinition | null };

/** Name and definition of each version that fired, by `rule version`; null where a definition cannot be read. */
export async function rulesOf(tx: Db, firings: readonly Waiting[]): Promise<Map<string, FiringRule>> {
  const pairs = sql`select * from unnest(${sql.param(firings.map((f) => f.ruleId))}::uuid[], ${sql.param(firings.map((f) => f.version))}::int[])`;
  const found = await rows<{ key: string; name: string; definition: unknown }>(
    tx,
    sql`select v.rule_id || ' ' || v.version as key, r.name, v.definition from rule_versions v join rules r using (rule_id) where (v.rule_id, v.version) in (${pairs})`,
  );
  return new Map(found.map((f) => [f.key, { name: f.name, definition: ruleDefinition.safeParse(f.definition).data ?? null }]));
}

export const identityKey = (c: { accountId: string; productNo: number; ruleId: string; reason: string }): string =>
  `${c.accountId} ${c.productNo} ${c.ruleId} ${c.reason}`;

/** Open CTAs of these rules and accounts, by identity. */
export async function openIdentities(tx: Db, firings: readonly Waiting[]): Promise<Map<string, string>> {
  const found = await rows<{ accountId: string; productNo: number; ruleId: string; reason: string; ctaId: string }>(
    tx,
    sql`select account_id as "accountId", product_no as "productNo", rule_id as "ruleId", reason, cta_id as "ctaId" from ctas
        where status in ('open', 'doing') and (account_id, rule_id) in
          (select * from unnest(${sql.param(firings.map((f) => f.accountId))}::uuid[], ${sql.param(firings.map((f) => f.ruleId))}::uuid[]))`,
  );
  return new Map(found.map((f) => [identityKey(f), f.ctaId]));
}

/** What stands in the weeks of these owners already; it can be displaced while nobody has touched it. */
export async function placedIn(tx: Db, owners: readonly string[], weeks: readonly Day[]): Promise<(Placed & { accountId: string })[]> {
  if (!owners.length) return [];
  return rows(
    tx,
    sql`select account_id as "accountId", cta_id as key, owner_id as owner, coalesce(fired_on, slot_week) as day, rank,
          (status = 'open' and first_acted_at is null and snoozed_until is null and fired_on is not null) as movable
        from ctas where slot = 'in' and owner_id = any(${sql.param(owners)}::uuid[]) and slot_week = any(${sql.param(weeks)}::date[])`,
  );
}
