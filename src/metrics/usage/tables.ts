import { tableKinds } from '#platform/db/kinds.ts';

tableKinds({ account_days: 'account' });
