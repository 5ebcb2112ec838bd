import { dayOf } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { loadCatalogue } from '#rules/conditions/index.ts';
import { refreshMembers } from './members.sql.ts';

/**
 * Members of segments: all of them once facts of all accounts were made again; of the changed accounts in segments that look
 * back otherwise (the others are asked directly). One transaction a segment, so that a long one blocks nothing.
 */
export const refreshSegments: Job<{ accountIds?: string[] | null }> = {
  name: 'refresh-segments',
  minutes: 60,
  async run({ database, db, clock }, { accountIds }) {
    const { timeZone } = await readOrganisation(db);
    const catalogue = await loadCatalogue(db);
    const asking = { today: dayOf(clock(), timeZone), timeZone, me: null, ...(accountIds ? { ids: accountIds } : {}) };
    for (const [segmentId, segment] of catalogue.segments) {
      if (accountIds && !segment.materialised) continue;
      await transaction(database, (tx) => refreshMembers(tx, segmentId, catalogue, asking, clock()));
    }
  },
};
