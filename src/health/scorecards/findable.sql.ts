import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';
import { cardTerms } from './terms.ts';

export const findableScorecards: Findable = {
  kind: 'scorecard',
  permission: 'health.read',
  names: () =>
    sql`select scorecard_id::text, name, case when name = ${cardTerms.ja.defaultCard} then ${cardTerms.en.defaultCard} end, null, null from scorecards where is_default`,
};
