import type { Condition } from '#rules/conditions/contract.ts';
import { defaultColumns, defaultSort, type Sort } from './contract.ts';

export type ListState = { condition: Condition; sort: Sort; columns: string[] };

const current: Condition = { field: 'churned_on', operator: 'unknown' };
const preset = (parts: Condition[], sort: Sort = defaultSort, columns = defaultColumns): ListState => ({ condition: { all: parts }, sort, columns });

/** Views that everybody has, in the order of the tabs. */
export const presets: Record<string, ListState> = {
  all: preset([]),
  mine: preset([{ field: 'csm', operator: 'in', value: ['@me'] }, current]),
  attention: preset([{ field: 'attention', operator: 'known' }]),
  renewals: preset([{ field: 'renewal_on', operator: 'nextDays', value: 90 }], { field: 'renewal_on', direction: 'asc' }),
  unassigned: preset([{ field: 'csm', operator: 'unknown' }, current]),
  // The days as on the home page (attention-summary.sql.ts).
  untouched: preset([{ field: 'last_touch_on', operator: 'olderThan', value: 60, orUnknown: true }, current], { field: 'last_touch_on', direction: 'asc' }),
  churned: preset([{ field: 'churned_on', operator: 'known' }], { field: 'churned_on', direction: 'desc' }, [
    'usage',
    'mrr',
    'churned_on',
    'last_touch_on',
    'csm',
  ]),
};
