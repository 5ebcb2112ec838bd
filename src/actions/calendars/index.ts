/**
 * Calendars (カレンダー): meetings in, from addresses members subscribe to, matched with contacts; one's own work out, by a
 * secret address. Tables: calendar_feeds, calendar_events, calendar_links (local).
 */
export { refreshCalendars } from './jobs.ts';
export { readCalendar } from './read.ts';
