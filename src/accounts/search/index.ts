/**
 * Search: one row for each account, contact, contract, activity and goal that can be found, written by the store functions
 * that write those (`indexEntries`), never by triggers; and names of what belongs to no customer, which every slice offers
 * as a `Findable` (listed in src/app/findables.ts). Table: search_entries (account).
 */
export { dropAccountEntries, dropEntries, indexEntries } from './entries.ts';
export { type Findable } from './findable.ts';
