/**
 * Metric values (指標の値): the one engine that computes every metric, for any account and day from what was known then.
 * Takes facts (usage roll-ups, versions of contracts, contacts and accounts, touches); gives rows by account, product and
 * day. Tables: metric_days (account, partitioned by month), days_closed (local).
 */
export { among, frameOf, storeValues, unlessThere, valuesOfDay, type DayFrame } from './day.ts';
export { ensureMonth, nextMonth } from './partitions.ts';
export { connectedSources } from './sources.ts';
