/**
 * Accounts (顧客): the companies we serve. Tables: accounts, account_versions (account), account_keys (reference: an
 * external id of a source to its account), account_dirty (local). Whoever writes accounts calls `accountsWritten` after it.
 */
export { accountsChanged, markChanged } from './changed.ts';
export { addTag, setAttribute } from './by-rule.ts';
export { pick, type Picked } from './picked.ts';
export { findAccount, type Account } from './store.ts';
export { accountsWritten, indexAccounts } from './written.ts';
