/**
 * Mails (通知メール): what members want to know by mail, at once or once a day. Takes what `notifications` left waiting, and
 * for the digest CTAs, sleepers, renewals and what is beyond the slots; gives at most one mail for one thing.
 * Tables: those of notifications.
 */
export { mailsJob } from './jobs.ts';
