/**
 * Usage: events rolled up to one row per account, day and day it became known; shown on the account page.
 * Takes dirty days from `#signals/events`; gives `account_days`, and marks accounts as changed. Table: account_days (account).
 */
import './tables.ts';

export { rollUpUsage } from './roll-up.ts';
export { rollUpUsageJob } from './jobs.ts';
