import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findablePartners: Findable = {
  kind: 'partner',
  permission: 'accounts.read',
  names: () => sql`select id::text, name, null, null, null from partners`,
};
