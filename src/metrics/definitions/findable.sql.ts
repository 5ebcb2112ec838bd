import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findableMetrics: Findable = {
  kind: 'metric',
  permission: 'metrics.read',
  names: () =>
    sql`select distinct on (slot) metric_id::text, name, name_en, null, null from metric_definitions where archived_at is null order by slot, version desc`,
};
