import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findableMembers: Findable = {
  kind: 'member',
  permission: 'members.read',
  names: () => sql`select id::text, name, null, kana, email from members where status <> 'disabled'`,
};
