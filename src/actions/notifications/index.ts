/**
 * Notifications: short words to a member, kept in the bell until read. Written in both languages when they are made,
 * since what they were made from may have changed by the time they are read. A `dedupeKey` says a thing once.
 * Each member says how: in the bell, by mail at once, once a day, or not. What goes by mail waits here for `mails`.
 * Tables: notifications, notification_deliveries, notification_mails (local), notification_settings (reference).
 */
export { notify, notifyEach, type Notification } from './store.ts';
export { hourOf, mayReach, saveSettings, settingsFor, settingsOf, type Settings } from './settings.ts';
export { tellMorning, tellNews } from './jobs.ts';
export { tellNewCtas } from './new-ctas.ts';
