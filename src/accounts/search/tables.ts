import { tableKinds } from '#platform/db/kinds.ts';

tableKinds({ search_entries: 'account' });
