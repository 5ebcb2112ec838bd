-- reference
create table metric_definitions (
  metric_id uuid not null, version integer not null,
  slot smallint not null check (slot between 1 and 200),
  key text not null, name text not null, name_en text,
  definition jsonb not null,
  unit text not null, direction text not null check (direction in ('higher', 'lower', 'neutral')),
  from_day date not null, archived_at timestamptz, is_default boolean not null default false,
  created_at timestamptz not null,
  primary key (metric_id, version)
);
create unique index metric_definitions_slot_version on metric_definitions (slot, version);
create table scorecards (scorecard_id uuid primary key, name text not null, position integer not null default 0, is_default boolean not null default false, created_at timestamptz not null);
create table scorecard_versions (
  version_id smallint primary key generated always as identity,
  scorecard_id uuid not null references scorecards,
  version integer not null,
  status text not null default 'draft' check (status in ('draft', 'published', 'retired')),
  definition jsonb not null, note text, from_day date, published_at timestamptz, published_by uuid, created_at timestamptz not null,
  unique (scorecard_id, version)
);

-- account
create table metric_days (
  account_id uuid not null, product_no smallint not null, day date not null,
  v float8[] not null, computed_at timestamptz not null, is_final boolean not null default false,
  primary key (account_id, product_no, day)
) partition by range (day);
create table metric_days_default partition of metric_days default;
create index metric_days_day on metric_days using brin (day);
create table score_days (
  account_id uuid not null, product_no smallint not null, day date not null, version_id smallint not null,
  total real, co real, cx real, coverage real not null,
  colour text not null check (colour in ('good', 'watch', 'risk', 'unknown')),
  points real[] not null,                     -- by position of the measure in the version; null: no value
  reason smallint,                            -- position of the measure that costs most
  computed_at timestamptz not null, is_final boolean not null default false,
  primary key (account_id, product_no, day, version_id)
) partition by range (day);
create table score_days_default partition of score_days default;
create index score_days_day on score_days using brin (day);
-- local: which accounts need the current day made again
create table account_dirty (account_id uuid primary key, since timestamptz not null);
create table days_closed (day date primary key, closed_at timestamptz not null, time_zone text not null, cut timestamptz not null);
