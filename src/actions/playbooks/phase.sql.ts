import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { playbookDefinition, type PlaybookDefinition } from './definition.ts';

export type Entering = { playbookId: string; version: number; definition: PlaybookDefinition; customers: { accountId: string; productNo: number }[] };

/** Live playbooks that start on a phase, with who has entered it since they were published, at most a week ago, and has no run of it since. */
export async function enteredPhases(db: Db, today: Day, timeZone: string, accountIds: readonly string[] | null): Promise<Entering[]> {
  const among = accountIds ? sql`and ap.account_id = any(${sql.param([...accountIds])}::uuid[])` : sql``;
  const found = await rows<Omit<Entering, 'definition'> & { definition: unknown }>(
    db,
    sql`
    select p.playbook_id as "playbookId", v.version, v.definition,
      jsonb_agg(jsonb_build_object('accountId', ap.account_id, 'productNo', ap.product_no) order by ap.account_id, ap.product_no) as customers
    from playbooks p join playbook_versions v using (playbook_id, version)
    join account_products ap on ap.phase = v.definition->>'startOnPhase' and ap.phase_since between ${addDays(today, -7)}::date and ${today}::date
      and ap.phase_since >= (v.published_at at time zone ${timeZone})::date and (ap.ended_on is null or ap.ended_on >= ${today}::date)
    where p.status = 'live' and v.definition->>'startOnPhase' is not null ${among} and not exists (
      select from playbook_runs r where r.account_id = ap.account_id and r.product_no = ap.product_no and r.playbook_id = p.playbook_id and r.started_on >= ap.phase_since)
    group by 1, 2, 3`,
  );
  return found.map((e) => ({ ...e, definition: playbookDefinition.parse(e.definition) }));
}
