import { sql } from 'drizzle-orm';
import { row, type Db } from '../db/db.ts';

/** The one organisation of this database. Before the first visit it does not exist yet. */
export type Organisation = { exists: boolean; name: string; timeZone: string; fiscalMonth: number; currency: string; language: 'ja' | 'en' };

export const noOrganisation: Organisation = { exists: false, name: '', timeZone: 'Asia/Tokyo', fiscalMonth: 4, currency: 'JPY', language: 'ja' };

export async function readOrganisation(db: Db): Promise<Organisation> {
  const found = await row<Omit<Organisation, 'exists'>>(
    db,
    sql`select name, time_zone as "timeZone", fiscal_month::int as "fiscalMonth", currency, language from organisation where id = 1`,
  );
  return found ? { exists: true, ...found } : noOrganisation;
}

const rememberMs = 1_000;
const remembered = new WeakMap<object, { organisation: Organisation; until: number }>();

/** For every request: read at most once a second when it exists. Another process learns of a change this much later. */
export async function rememberedOrganisation(db: Db): Promise<Organisation> {
  const known = remembered.get(db);
  if (known && known.until > performance.now()) return known.organisation;
  const organisation = await readOrganisation(db);
  if (organisation.exists) remembered.set(db, { organisation, until: performance.now() + rememberMs });
  return organisation;
}

/** After this process has changed it. */
export function forgetOrganisation(db: Db): void {
  remembered.delete(db);
}
