import { eq, sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { sources } from './tables.ts';

export type Source = {
  source: string;
  name: string;
  kind: 'import' | 'tracking' | 'sample' | 'manual';
  allowedProperties: string[] | null;
  maskedProperties: string[];
  staleAfterDays: number | null;
  lastDataAt: string | null;
  stale: boolean;
  recent: { accepted: number; repeated: number; waiting: number; history: number; refused: number; refusedWhy: string | null };
  days: number[];
};
export type SourceChange = { name?: string; allowedProperties?: string[] | null; maskedProperties?: string[]; staleAfterDays?: number | null };

/** Sources with what the last 28 days brought; one alone when `only` is given. */
export function listSources(db: Db, when: { now: Date; today: Day }, only?: string): Promise<Source[]> {
  const now = when.now.toISOString();
  return rows(
    db,
    sql`
    select s.source, s.name, s.kind, s.allowed_properties as "allowedProperties", s.masked_properties as "maskedProperties",
      s.stale_after_days as "staleAfterDays", ${isoMoment('s.last_data_at')} as "lastDataAt",
      coalesce(s.last_data_at < ${now}::timestamptz - make_interval(days => s.stale_after_days), false) as stale,
      jsonb_build_object('accepted', coalesce(d.accepted, 0), 'repeated', coalesce(d.repeated, 0), 'waiting', coalesce(d.waiting, 0),
        'history', coalesce(d.history, 0), 'refused', coalesce(d.refused, 0), 'refusedWhy', d.why) as recent,
      to_jsonb(d.days) as days
    from sources s
    left join lateral (
      select sum(x.accepted) as accepted, sum(x.repeated) as repeated, sum(x.waiting) as waiting, sum(x.history) as history, sum(x.refused) as refused,
        (array_agg(x.refused_why order by x.day desc) filter (where x.refused_why is not null))[1] as why,
        array_agg(coalesce(x.accepted, 0) order by g.day) as days
      from generate_series(${when.today}::date - 27, ${when.today}::date, interval '1 day') as g(day)
      left join source_days x on x.source_no = s.source_no and x.day = g.day::date
    ) d on true
    where ${only === undefined ? sql`true` : sql`s.source = ${only}`}
    order by s.kind desc, s.name`,
  );
}

export async function insertSource(db: Db, made: SourceChange & { source: string; name: string; kind: 'import' | 'tracking' }, now: Date): Promise<void> {
  await db.insert(sources).values({ staleAfterDays: made.kind === 'tracking' ? 2 : null, ...made, createdAt: now });
}

export async function updateSource(db: Db, source: string, change: SourceChange): Promise<void> {
  if (Object.keys(change).length) await db.update(sources).set(change).where(eq(sources.source, source));
}
