import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import type { Day } from '#platform/clock/days.ts';
import type { GoalFields } from './store.ts';
import type { goalStatuses } from './tables.ts';

type Said = Pick<GoalFields, 'title' | 'measure' | 'unit' | 'baseline' | 'target' | 'dueOn' | 'agreedOn'> & {
  agreedWith: string | null;
  closedOn: Day | null;
  result: number | null;
  closeNote: string | null;
};
export type GoalChange = {
  at: Date;
  byName: string | null;
  kind: 'created' | 'changed' | 'reached' | 'given_up' | 'reopened';
  before: Partial<Said> | null;
  after: Partial<Said>;
};
type Version = Said & { at: string; byName: string | null; status: (typeof goalStatuses)[number] };

/** What was known of a goal when, as the changes from one version to the next, the last first; empty for no such goal. */
export async function historyOf(db: Db, accountId: string, goalId: string): Promise<GoalChange[]> {
  const versions = await rows<Version>(
    db,
    sql`select v.known_from as at, m.name as "byName", v.status, v.title, v.measure, v.unit, v.baseline, v.target, v.due_on as "dueOn", v.agreed_on as "agreedOn",
          (select c.name from contact_versions c where c.account_id = v.account_id and c.contact_id = v.agreed_contact_id order by c.known_from desc limit 1) as "agreedWith",
          v.closed_on as "closedOn", v.result, v.close_note as "closeNote"
        from goal_versions v left join members m on m.id = v.updated_by
        where v.account_id = ${accountId}::uuid and v.goal_id = ${goalId}::uuid order by v.known_from`,
  );
  return changesBetween(versions).toReversed();
}

function changesBetween(versions: readonly Version[]): GoalChange[] {
  return versions.flatMap((version, i): GoalChange[] => {
    const { at, byName, status, ...now } = version;
    const said = { at: new Date(at), byName };
    const last = versions[i - 1];
    if (!last) return [{ ...said, kind: 'created', before: null, after: Object.fromEntries(Object.entries(now).filter(([, value]) => value !== null)) }];
    const changed = (Object.keys(now) as (keyof Said)[]).filter((key) => now[key] !== last[key]);
    const kind = status === last.status ? 'changed' : status === 'open' ? 'reopened' : status;
    if (!changed.length && kind === 'changed') return [];
    return [{ ...said, kind, before: pick(last, changed), after: pick(now, changed) }];
  });
}

const pick = (said: Said, keys: readonly (keyof Said)[]): Partial<Said> => Object.fromEntries(keys.map((key) => [key, said[key]]));
