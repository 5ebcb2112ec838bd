import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findableRules: Findable = {
  kind: 'rule',
  permission: 'rules.read',
  names: () => sql`select rule_id::text, name, null, null, description from rules where status <> 'retired'`,
};
