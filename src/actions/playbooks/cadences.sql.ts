import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { compileFacts, loadCatalogue, type Catalogue } from '#rules/conditions/index.ts';
import { colours } from '#health/scores/terms.ts';
import type { CadenceCell, CadenceTable, Colour, DueCustomer } from './cadences-contract.ts';
import { cadences } from './tables.ts';

type Cell = Pick<CadenceCell, 'playbookId' | 'everyDays' | 'ownerRole'>;
export type CadenceRow = { segmentId: string | null; cells: Record<Colour, Cell | null> };

/** Replaces the table. Empty cells are not kept; a row without any is kept by a cell that asks for nothing. */
export async function replaceCadences(tx: Db, given: readonly CadenceRow[], now: Date): Promise<void> {
  await tx.execute(sql`lock table cadences in share row exclusive mode`);
  await tx.delete(cadences);
  const empty: Cell = { playbookId: null, everyDays: null, ownerRole: 'csm' };
  const values = given.flatMap(({ segmentId, cells }, position) =>
    colours.map((colour) => ({ cadenceId: newId(), segmentId, position, colour, updatedAt: now, ...(cells[colour] ?? empty) })),
  );
  if (values.length) await tx.insert(cadences).values(values);
}

/** Rows `w`: each current customer with the cell that applies to it and since when nobody has been in touch. */
async function appliesTo(db: Db, today: Day): Promise<SQL> {
  // One after the other: `db` may be one connection in a transaction.
  const { timeZone } = await readOrganisation(db);
  const catalogue = await loadCatalogue(db);
  const segments = await rows<{ position: number; segmentId: string | null }>(
    db,
    sql`select distinct position, segment_id as "segmentId" from cadences order by position`,
  );
  return sql`
    select f.account_id, f.name, f.mrr, f.last_touch_on, c.segment_id, c.position, c.colour, c.playbook_id, c.every_days, c.owner_role,
      case c.owner_role when 'csm' then f.csm_id when 'onboarding' then f.onboarding_id when 'sales' then f.sales_id else f.support_id end as owner_id,
      ${today}::date - coalesce(f.last_touch_on, f.first_contract_on, f.created_on) as days_since
    from account_facts f join cadences c on c.position = ${firstFitting(segments, catalogue, today, timeZone)} and c.colour = coalesce(f.colour, 'unknown')
    where not f.is_archived and (f.churned_on is null or f.churned_on > ${today}::date)`;
}

// A segment that was archived is nobody's: its row is passed over.
function firstFitting(segments: { position: number; segmentId: string | null }[], catalogue: Catalogue, today: Day, timeZone: string): SQL {
  const cases = segments.map(({ position, segmentId }) =>
    segmentId === null
      ? sql`when true then ${position}::int`
      : sql`when ${compileFacts({ field: 'segment', operator: 'in', value: [segmentId] }, catalogue, { today, timeZone, me: null })} then ${position}::int`,
  );
  return cases.length ? sql`(case ${sql.join(cases, sql` `)} end)` : sql`null::int`;
}

export async function readCadences(db: Db, today: Day): Promise<CadenceTable> {
  const found = await rows<CadenceCell & { position: number; segmentId: string | null; segmentName: string | null; colour: Colour }>(
    db,
    sql`
    with w as (${await appliesTo(db, today)}),
    n as (select position, colour, count(*)::int as customers, (count(*) filter (where days_since >= every_days))::int as due from w group by 1, 2)
    select c.position, c.segment_id as "segmentId", s.name as "segmentName", c.colour, c.playbook_id as "playbookId", p.name as "playbookName", c.every_days as "everyDays",
      c.owner_role as "ownerRole", coalesce(n.customers, 0) as customers, coalesce(n.due, 0) as due
    from cadences c left join segments s using (segment_id) left join playbooks p using (playbook_id) left join n on n.position = c.position and n.colour = c.colour
    order by c.position`,
  );
  const byPosition = new Map<number, CadenceTable['rows'][number]>();
  for (const { position, segmentId, segmentName, colour, ...cell } of found) {
    const row = byPosition.get(position) ?? { segmentId, segmentName, cells: {} as Record<Colour, CadenceCell> };
    row.cells[colour] = cell;
    byPosition.set(position, row);
  }
  return { rows: [...byPosition.values()] };
}

/**
 * Customers nobody has been in touch with for as long as their cell of the table allows, the longest overdue first (then by MRR).
 * `memberId` keeps to those whose owner, by the role of the cell, is this member. Today fills itself from it after the urgent.
 */
export async function dueByCadence(db: Db, today: Day, memberId?: string | null, limit = 500): Promise<DueCustomer[]> {
  return rows(
    db,
    sql`
    with w as (${await appliesTo(db, today)})
    select w.account_id as "accountId", w.name, w.colour, w.segment_id as "segmentId", s.name as "segmentName", w.every_days as "everyDays", w.last_touch_on as "lastTouchOn",
      w.days_since as "daysSince", w.owner_id as "ownerId", p.playbook_id as "playbookId", p.name as "playbookName", w.mrr::text as mrr,
      exists (select from playbook_runs r where r.account_id = w.account_id and r.playbook_id = w.playbook_id and r.status = 'running') as running
    from w left join segments s using (segment_id) left join playbooks p on p.playbook_id = w.playbook_id and p.status = 'live'
    where w.days_since >= w.every_days ${memberId ? sql`and w.owner_id = ${memberId}::uuid` : sql``}
    order by w.days_since - w.every_days desc, w.mrr desc nulls last, w.account_id limit ${limit}`,
  );
}
