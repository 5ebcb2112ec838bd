/**
 * Facts (顧客一覧の1行): one wide typed row per account, which lists, segments and conditions read. Takes everything known of an
 * account today; gives `account_facts`, made by one statement. Tables: account_facts (account), fact_slots, fact_indexes
 * (reference), facts_dirty (local). Whoever changed what a list shows calls `markFactsDirty`, or writes facts_dirty itself.
 */
export { markFactsDirty, refreshFacts } from './refresh.ts';
export { factsRefreshed, indexFacts, refreshAllFacts, refreshDirtyFacts } from './jobs.ts';
export { noteColumnUse, type ColumnUse } from './indexes.ts';
