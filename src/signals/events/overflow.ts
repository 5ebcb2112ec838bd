import type pg from 'pg';
import type { Clock } from '#platform/clock/days.ts';

const shownNames = 5_000;

/** Counts event names beyond the cap, so that a page can show them. The table is bounded as well: the rest of the rest is '…'. */
export function overflowCounter(pool: pg.Pool, clock: Clock) {
  let seen = new Map<string, number>();
  return {
    add(name: string): void {
      const key = seen.size < shownNames || seen.has(name) ? name : '…';
      seen.set(key, (seen.get(key) ?? 0) + 1);
    },
    async save(): Promise<void> {
      if (!seen.size) return;
      const rows = [...seen].map(([name, count]) => ({ name, count }));
      seen = new Map();
      await pool.query(
        `with room as (select greatest($3::int - count(*), 0) as free from event_overflow),
         given as (select r.name, r.count, o.name is not null as known, row_number() over (partition by o.name is null order by r.name) as n
           from jsonb_to_recordset($1::jsonb) as r(name text, count bigint) left join event_overflow o on o.name = r.name)
         insert into event_overflow as o (name, seen, first_seen_at, last_seen_at)
         select case when g.known or g.n <= room.free then g.name else '…' end, sum(g.count), $2, $2 from given g, room group by 1 order by 1
         on conflict (name) do update set seen = o.seen + excluded.seen, last_seen_at = excluded.last_seen_at`,
        [JSON.stringify(rows), clock(), shownNames],
      );
    },
  };
}
