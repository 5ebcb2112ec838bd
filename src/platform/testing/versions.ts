import { sql } from 'drizzle-orm';
import { rows, type Db } from '../db/db.ts';

/** What is wrong between a table and its versions: an open version that differs from the current row, a gap, an overlap. For tests; [] is right. */
export function versionFaults(db: Db, table: string, versions: string, key: readonly string[]): Promise<object[]> {
  const keys = sql.raw(key.join(', '));
  return rows(
    db,
    sql`select 'differs' as fault, to_jsonb(c) as current, to_jsonb(v) as version
        from ${sql.identifier(table)} c full join (select * from ${sql.identifier(versions)} where known_to is null) v using (${keys})
        where to_jsonb(c) is distinct from (to_jsonb(v) - 'known_from' - 'known_to')
        union all
        select 'gap', to_jsonb(g), null from (
          select ${keys}, known_from, known_to, lead(known_from) over (partition by ${keys} order by known_from) as next from ${sql.identifier(versions)}) g
        where next is not null and known_to is distinct from next and not known_to <= next`,
  );
}
