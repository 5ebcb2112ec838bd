import { dayOf, type Clock } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { ensureDefaultMetrics } from '#metrics/definitions/index.ts';
import { ensureDefaultScorecard } from '#health/scorecards/index.ts';

/** The default metrics and scorecard, unless there are any already. Call it in a transaction; a second call does nothing. */
export async function ensureDefaults(tx: Db, clock: Clock): Promise<void> {
  const now = clock();
  const day = dayOf(now, (await readOrganisation(tx)).timeZone);
  await ensureDefaultMetrics(tx, now, day);
  await ensureDefaultScorecard(tx, now, day);
}
