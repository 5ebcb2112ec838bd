/**
 * Search: one row for each account, contact, contract and activity that can be found, written by the store functions
 * that write those (`indexEntries`), never by triggers. Table: search_entries (account).
 */
export { dropAccountEntries, dropEntries, indexEntries, type SearchKind } from './entries.ts';
