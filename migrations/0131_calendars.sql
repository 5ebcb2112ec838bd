-- local: calendars a member subscribes to by address. The address is a secret (whoever has it reads the calendar), so it is kept sealed.
create table calendar_feeds (
  feed_id uuid primary key, member_id uuid not null references members on delete cascade, name text not null, host text not null, sealed_url text not null,
  fetched_at timestamptz, tried_at timestamptz, last_error text, truncated boolean not null default false,
  created_at timestamptz not null
);
create index calendar_feeds_member on calendar_feeds (member_id);
-- local: what they say about the next weeks, repeated ones written out; replaced with every reading.
create table calendar_events (
  feed_id uuid not null references calendar_feeds on delete cascade, event_no integer not null, uid text not null,
  starts_at timestamptz not null, ends_at timestamptz not null, all_day boolean not null default false, first_day date not null, last_day date not null,
  title text not null, location text, organizer text, attendees text[] not null default '{}',
  primary key (feed_id, event_no)
);
create index calendar_events_day on calendar_events (feed_id, first_day);
-- local: the secret address of one's own work as a calendar; only its hash is kept.
create table calendar_links (member_id uuid primary key references members on delete cascade, token_hash text not null unique, created_at timestamptz not null, used_at timestamptz);
-- Whose address it is, asked for the attendees of a day.
create index contacts_by_mail on contacts (lower(email)) where email is not null;
