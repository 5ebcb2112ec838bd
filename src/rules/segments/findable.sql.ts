import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findableSegments: Findable = {
  kind: 'segment',
  permission: 'segments.read',
  names: () => sql`select segment_id::text, name, null, null, description from segments where archived_at is null`,
};
