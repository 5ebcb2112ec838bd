-- local
create table imports (
  import_id uuid primary key,
  noun text not null check (noun in ('accounts', 'contacts', 'contracts', 'activities', 'events')),
  source text not null,
  file_name text not null,
  file_bytes bigint not null default 0,
  mapping jsonb not null default '{}',
  history boolean not null default false,
  status text not null default 'uploaded' check (status in ('uploaded', 'previewing', 'previewed', 'queued', 'running', 'done', 'failed', 'refused', 'undoing', 'undone')),
  rows_total integer,
  rows_done integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  missing integer not null default 0,
  rejected integer not null default 0,
  error jsonb,
  preview jsonb,
  feed_id uuid,
  created_by uuid,
  created_by_name text not null default '',
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz
);
create index imports_created on imports (created_at desc, import_id desc);
create table import_chunks (import_id uuid not null references imports on delete cascade, no integer not null, bytes bytea not null, primary key (import_id, no));
create table import_rejects (
  import_id uuid not null references imports on delete cascade, no integer not null,
  row_no integer not null, column_name text, code text not null, message jsonb not null, cells text[],
  primary key (import_id, no)
);
-- Before-images, so that a whole import can be taken back.
create table import_changes (
  import_id uuid not null references imports on delete cascade,
  noun text not null, account_id uuid not null, noun_id uuid, before jsonb, after jsonb,
  no bigint not null generated always as identity,
  primary key (import_id, no)
);
create table import_mappings (noun text not null, source text not null, mapping jsonb not null, updated_at timestamptz not null, primary key (noun, source));
create table import_feeds (
  feed_id uuid primary key, name text not null, noun text not null, source text not null,
  kind text not null check (kind in ('folder', 'https')), location text not null,
  at_hour smallint not null default 5 check (at_hour between 0 and 23),
  mapping jsonb not null, stale_after_days smallint not null default 2,
  last_run_at timestamptz, last_success_at timestamptz, last_error text, last_fingerprint text,
  paused_at timestamptz, created_by uuid, created_at timestamptz not null
);
