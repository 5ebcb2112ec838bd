import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findableViews: Findable = {
  kind: 'view',
  permission: 'views.own',
  names: (me) => sql`select v.view_id::text, v.name, null, null, case when v.owner_id <> ${me}::uuid then m.name end
      from list_views v join members m on m.id = v.owner_id where v.noun = 'accounts' and (v.owner_id = ${me}::uuid or v.shared)`,
};
