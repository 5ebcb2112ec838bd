/**
 * Events (利用ログ): what users of the product do, from the tracking API, files and history. Each is stored once, under
 * the account it belongs to, or waits in a queue that can be seen. Publishes `eventsArrived`; gives usage_events and usage_dirty.
 * Tables: usage_events, usage_users (account); event_names, user_accounts, user_aliases, known_users, event_overflow (reference);
 * event_keys, event_key_state, pending_events, pending_groups, pending_memberships, ignored_groups, usage_dirty (local).
 */
import './tables.ts';

export { eventsArrived } from './collector.ts';
export { attachGroupsJob, attachPendingJob, keepEventsJob } from './jobs.ts';
export { eventsTarget } from './import-target.ts';
export { addMonths } from './partitions.ts';
export { trackingApi, type Tracking } from './tracking.ts';
