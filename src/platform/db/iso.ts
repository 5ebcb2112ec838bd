import { sql, type SQL } from 'drizzle-orm';

/** A timestamptz as the API writes it, '2026-11-24T03:00:00.000Z'; for hand-written queries, where no driver converts. */
export function isoMoment(column: string): SQL<string> {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`) as SQL<string>;
}
