import type pg from 'pg';
import type { Clock, Day } from '#platform/clock/days.ts';

/** What arrived from a source since the last save. */
export type Delivery = { accepted?: number; repeated?: number; waiting?: number; history?: number; refused?: number; refusedWhy?: string };
type Row = Required<Omit<Delivery, 'refusedWhy'>> & { sourceNo: number; day: Day; refusedWhy: string | null; at: string };

export type SourceCounters = { add(sourceNo: number, day: Day, delivery: Delivery): void; save(): Promise<void> };

/**
 * Counts deliveries in memory and saves them every few seconds: a row that every request wants to change would make
 * requests wait for each other. For the sources page only; the truth is in the facts.
 */
export function sourceCounters(pool: pg.Pool, clock: Clock): SourceCounters {
  let waiting = new Map<string, Row>();
  return {
    add(sourceNo, day, delivery) {
      const key = `${sourceNo} ${day}`;
      const row = waiting.get(key) ?? { sourceNo, day, accepted: 0, repeated: 0, waiting: 0, history: 0, refused: 0, refusedWhy: null, at: '' };
      for (const name of ['accepted', 'repeated', 'waiting', 'history', 'refused'] as const) row[name] += delivery[name] ?? 0;
      row.refusedWhy = delivery.refusedWhy ?? row.refusedWhy;
      row.at = clock().toISOString();
      waiting.set(key, row);
    },
    async save() {
      if (!waiting.size) return;
      const rows = [...waiting.values()];
      waiting = new Map();
      await pool.query(saveRows, [JSON.stringify(rows)]);
    },
  };
}

const saveRows = `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as r("sourceNo" smallint, day date, accepted bigint, repeated bigint, waiting bigint, history bigint, refused bigint, "refusedWhy" text, at timestamptz)
  ), counted as (
    insert into source_days as d (source_no, day, accepted, repeated, waiting, history, refused, refused_why)
    select "sourceNo", day, accepted, repeated, waiting, history, refused, "refusedWhy" from given order by 1, 2
    on conflict (source_no, day) do update set accepted = d.accepted + excluded.accepted, repeated = d.repeated + excluded.repeated,
      waiting = d.waiting + excluded.waiting, history = d.history + excluded.history, refused = d.refused + excluded.refused,
      refused_why = coalesce(excluded.refused_why, d.refused_why)
  )
  update sources s set last_data_at = greatest(s.last_data_at, g.at)
  from (select "sourceNo", max(at) as at from given where accepted + repeated > 0 group by 1) g where s.source_no = g."sourceNo"`;
