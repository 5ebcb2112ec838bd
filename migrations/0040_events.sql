-- Append-only: ingestion only adds, the roll-up takes what it sees. With a key the two would wait for each other.
alter table usage_dirty drop constraint usage_dirty_pkey;
create index usage_dirty_pair on usage_dirty (account_id, day, known_on);

-- A number that no second writer can take; unique in an account as it is unique everywhere. Loaders that number
-- the users of an account themselves stay below a million.
create sequence usage_user_numbers as integer start 1000000;

alter table usage_events add column import_id uuid;
create index usage_events_import on usage_events (import_id) where import_id is not null;
alter table pending_events add column import_id uuid, add column amount numeric;

-- Names beyond the cap are counted under this one.
insert into event_names (event_id, name, is_hidden) overriding system value values (0, '$other', true);

-- Pseudonyms of masked users cannot be looked up without it.
alter table sources add column mask_salt uuid not null default gen_random_uuid();

-- local: what group calls told about accounts that are not there yet
create table pending_groups (
  source_no smallint not null, group_key text not null, name text, seen_at timestamptz not null,
  primary key (source_no, group_key)
);
create table pending_memberships (
  source_no smallint not null, group_key text not null, user_key text not null,
  primary key (source_no, group_key, user_key)
);
-- local: groups whose events somebody decided not to keep
create table ignored_groups (
  source_no smallint not null, group_key text not null, ignored_at timestamptz not null,
  primary key (source_no, group_key)
);
-- local: what a source delivered on a day; counters for people, the truth is in usage_events
create table source_days (
  source_no smallint not null, day date not null,
  accepted bigint not null default 0, repeated bigint not null default 0, waiting bigint not null default 0,
  history bigint not null default 0, refused bigint not null default 0, refused_why text,
  primary key (source_no, day)
);
-- reference: who a user of the product is, as far as identify calls said
create table known_users (
  user_key text primary key, name text, email text, traits jsonb, told_at timestamptz not null
);
insert into event_key_state (id, current_month, month) values (1, 0, date_trunc('month', now())::date) on conflict do nothing;
