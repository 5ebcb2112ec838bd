import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findablePlaybooks: Findable = {
  kind: 'playbook',
  permission: 'playbooks.read',
  names: () => sql`select playbook_id::text, name, null, null, description from playbooks where status <> 'retired'`,
};
