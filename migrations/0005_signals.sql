-- local
create table api_keys (
  key_id uuid primary key,
  name text not null,
  scope text not null check (scope in ('ingest', 'read', 'write')),
  prefix text not null,
  hash text not null unique,
  source text references sources,
  history boolean not null default false,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_by uuid,
  created_at timestamptz not null
);
-- Two rotating months of message keys; without account_id by intent (a retry may meet another account).
create table event_keys (message_key bytea not null, seen_month smallint not null check (seen_month in (0, 1)), primary key (seen_month, message_key)) partition by list (seen_month);
create table event_keys_0 partition of event_keys for values in (0);
create table event_keys_1 partition of event_keys for values in (1);
create table event_key_state (id smallint primary key default 1 check (id = 1), current_month smallint not null, month date not null);
create table pending_events (
  message_key bytea primary key,
  group_key text, user_key text, source_no smallint not null,
  event text not null, ts timestamptz not null, received_at timestamptz not null,
  history boolean not null default false,
  payload jsonb not null                       -- what usage_events needs, after allow-list and masking
);
create index pending_events_group on pending_events (group_key);
create index pending_events_user on pending_events (user_key);
create table usage_dirty (account_id uuid not null, day date not null, known_on date not null, primary key (account_id, day, known_on));

-- reference
create table event_names (
  event_id smallint primary key generated always as identity,
  name text not null unique,
  label text,
  product_no smallint references products,
  is_hidden boolean not null default false,
  first_seen_at timestamptz not null default now()
);
-- Which accounts a user of the product belongs to (group calls, events with a group).
create table user_accounts (user_key text not null, account_id uuid not null, primary key (user_key, account_id));
create table user_aliases (user_key text primary key, canonical_key text not null);
create table event_overflow (name text primary key, seen bigint not null default 0, first_seen_at timestamptz not null default now(), last_seen_at timestamptz not null default now());

-- account
create table usage_events (
  account_id uuid not null, ts timestamptz not null, message_key bytea not null,
  source_no smallint not null, user_no integer, event_id smallint not null,
  received_at timestamptz not null, known_on date not null, day date not null,
  history_import_id uuid, amount numeric, props jsonb,
  primary key (account_id, ts, message_key)
) partition by range (ts);
create table usage_events_default partition of usage_events default;
create table usage_users (
  account_id uuid not null, user_no integer not null, user_key text not null, contact_id uuid,
  canonical_no integer, name text, email text, traits jsonb,
  first_seen_at timestamptz, last_seen_at timestamptz,
  primary key (account_id, user_no), unique (account_id, user_key)
);
-- One row per account, day and day it became known; arrays in step by position (DATA-MODEL 3).
create table account_days (
  account_id uuid not null, day date not null, known_on date not null,
  total integer not null, events smallint[] not null, counts integer[] not null, amounts numeric[] not null,
  users integer[] not null,
  history boolean not null default false,
  primary key (account_id, day, known_on)
);
