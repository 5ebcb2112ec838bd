/**
 * Channels (通知先): rooms of Slack, Teams and Chatwork, and webhooks. Takes what members are told, by kind and team, and the
 * calls of rules; gives one message for each thing, signed where it is a webhook.
 * Tables: channels (reference), channel_messages, channel_things (local).
 */
export { channelJobs } from './jobs.ts';
