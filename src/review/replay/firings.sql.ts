import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { pastValues } from '#rules/conditions/index.ts';
import { firingsOver, type RuleDefinition, type RuleFrame } from '#rules/rules/index.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';

type Role = (typeof assignmentRoles)[number];
/** A firing with who looked after the customer then (`now`: does today) and what ranks it. */
export type PastFiring = {
  accountId: string;
  name: string;
  churnedOn: Day | null;
  forDay: Day;
  firedOn: Day;
  then: Record<Role, string | null>;
  now: Record<Role, string | null>;
  mrr: string | null;
  daysToRenewal: number | null;
  score: number | null;
  scoreBefore: number | null;
};
export type Span = { from: Day; to: Day };

const byRole = (alias: string) =>
  sql.raw(
    `jsonb_build_object(${assignmentRoles.map((role) => `'${role}', (array_agg(${alias}.member_id order by ${alias}.from_on desc) filter (where ${alias}.role = '${role}'))[1]`).join(', ')})`,
  );

/** Firings over a span in the order of time, at most `limit`. Owners by what was known at the close of the day that made it fire. */
export function pastFirings(db: Db, definition: RuleDefinition, span: Span, frame: RuleFrame, limit: number): Promise<PastFiring[]> {
  const past = pastValues(frame.timeZone, 0);
  const field = (key: string) => frame.catalogue.fields.get(key)!;
  const values = {
    mrr: past.value(field('mrr')),
    renewal: past.value(field('renewal_on')),
    score: past.value(field('score')),
    before: past.value(field('score'), 28),
  };
  const cut = sql`((a.day + 1)::timestamp at time zone ${frame.timeZone})`;
  return rows(
    db,
    sql`
    with fired as materialized (select f.account_id, f.for_day, f.fired_on from (${firingsOver(definition, span, frame)}) f order by f.fired_on, f.account_id limit ${limit})
    select a.account_id as "accountId", x.name, x.churned_on as "churnedOn", a.day as "forDay", a.fired_on as "firedOn", was.roles as then, now.roles as now,
      (${values.mrr})::text as mrr, (${values.renewal} - a.fired_on)::int as "daysToRenewal", ${values.score} as score, ${values.before} as "scoreBefore"
    from (select account_id, for_day as day, fired_on from fired) a
    join accounts x on x.account_id = a.account_id
    left join lateral (select ${byRole('w')} as roles from assignment_versions w join members m on m.id = w.member_id and m.status <> 'disabled'
      where w.account_id = a.account_id and w.known_from < ${cut} and (w.known_to is null or w.known_to >= ${cut})
        and w.from_on <= a.fired_on and (w.to_on is null or w.to_on >= a.fired_on)) was on true
    left join lateral (select ${byRole('n')} as roles from assignments n join members m on m.id = n.member_id and m.status <> 'disabled'
      where n.account_id = a.account_id and n.to_on is null) now on true
    ${past.joins()}
    order by a.fired_on, a.account_id`,
  );
}
