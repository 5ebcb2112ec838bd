import { eq, sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Firing } from './contract.ts';
import type { RuleDefinition } from './definition.ts';
import { rules } from './tables.ts';
import type { ruleStatuses } from './terms.ts';

export type Stored = {
  ruleId: string;
  name: string;
  description: string | null;
  template: string | null;
  status: (typeof ruleStatuses)[number];
  version: number | null;
  definition: RuleDefinition | null;
  draft: RuleDefinition | null;
  firings: number[];
  holding: number;
  firstDay: Day | null;
  evaluatedOn: Day | null;
  publishedAt: string | null;
  publishedByName: string | null;
  retirementProposedAt: string | null;
  createdAt: string;
  updatedAt: string;
};

/** Rules with their counts, those that run first; `ruleId` keeps it to one. */
export function listRules(db: Db, today: Day, ruleId?: string): Promise<Stored[]> {
  const only = ruleId ? sql`where r.rule_id = ${ruleId}` : sql``;
  return rows(
    db,
    sql`
    select r.rule_id as "ruleId", r.name, r.description, r.template, r.status, r.version, v.definition, r.draft, v.first_day as "firstDay",
      r.evaluated_on as "evaluatedOn", ${isoMoment('v.published_at')} as "publishedAt", m.name as "publishedByName",
      ${isoMoment('r.retirement_proposed_at')} as "retirementProposedAt", ${isoMoment('r.created_at')} as "createdAt", ${isoMoment('r.updated_at')} as "updatedAt",
      (select count(*)::int from rule_state s where s.rule_id = r.rule_id) as holding,
      (select array_agg((select count(*)::int from rule_firings f where f.rule_id = r.rule_id
          and f.fired_on > ${today}::date - 7 * w and f.fired_on <= ${today}::date - 7 * (w - 1)) order by w desc) from generate_series(1, 4) w) as firings
    from rules r left join rule_versions v on v.rule_id = r.rule_id and v.version = r.version left join members m on m.id = v.published_by
    ${only} order by array_position(array['live', 'paused', 'draft', 'retired'], r.status), r.created_at, r.rule_id`,
  );
}

export type StoredVersion = {
  version: number;
  definition: RuleDefinition;
  note: string | null;
  overSlotsReason: string | null;
  publishedAt: string;
  publishedByName: string | null;
  firstDay: Day;
};
export function listVersions(db: Db, ruleId: string): Promise<StoredVersion[]> {
  return rows(
    db,
    sql`
    select v.version, v.definition, v.note, v.over_slots_reason as "overSlotsReason", ${isoMoment('v.published_at')} as "publishedAt",
      m.name as "publishedByName", v.first_day as "firstDay"
    from rule_versions v left join members m on m.id = v.published_by where v.rule_id = ${ruleId} order by v.version desc`,
  );
}

type Fields = { name: string; description: string | null; draft: RuleDefinition | null };
export async function insertRule(tx: Db, fields: Fields & { template?: string; createdBy: string | null }, now: Date): Promise<string> {
  const ruleId = newId();
  await tx.insert(rules).values({ ...fields, ruleId, createdAt: now, updatedAt: now });
  return ruleId;
}

export async function updateRule(tx: Db, ruleId: string, change: Partial<typeof rules.$inferInsert>, now: Date): Promise<void> {
  await tx
    .update(rules)
    .set({ ...change, updatedAt: now })
    .where(eq(rules.ruleId, ruleId));
}

export async function deleteRule(tx: Db, ruleId: string): Promise<void> {
  await tx.delete(rules).where(eq(rules.ruleId, ruleId));
}

export type Place = { firedOn: Day; accountId: string; productNo: number };
export function listFirings(db: Db, ruleId: string, limit: number, after: Place | null): Promise<Firing[]> {
  const from = after
    ? sql`and (f.fired_on, f.account_id, f.product_no) < (${after.firedOn}::date, ${after.accountId}::uuid, ${after.productNo}::smallint)`
    : sql``;
  return rows(
    db,
    sql`
    select f.account_id as "accountId", a.name as "accountName", f.product_no as "productNo", f.fired_on as "firedOn", f.for_day as "forDay",
      ${isoMoment('f.at')} as at, f.version, f.provisional, f.facts, f.result, f.cta_id as "ctaId"
    from rule_firings f join accounts a on a.account_id = f.account_id where f.rule_id = ${ruleId} ${from}
    order by f.fired_on desc, f.account_id desc, f.product_no desc limit ${limit}`,
  );
}

export type RuleSource = Pick<Stored, 'ruleId' | 'name' | 'status' | 'definition' | 'draft'>;
/** A rule with what runs and what is being edited. */
export async function ruleSource(db: Db, ruleId: string): Promise<RuleSource | undefined> {
  return row<RuleSource>(
    db,
    sql`select r.rule_id as "ruleId", r.name, r.status, v.definition, r.draft
        from rules r left join rule_versions v on v.rule_id = r.rule_id and v.version = r.version where r.rule_id = ${ruleId}`,
  );
}
