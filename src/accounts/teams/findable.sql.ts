import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findableTeams: Findable = {
  kind: 'team',
  permission: 'members.read',
  names: () => sql`select id::text, name, null, null, null from teams`,
};
