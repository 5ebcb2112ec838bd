-- reference: indexes on account_facts made because somebody sorts or filters by the column, and dropped when nobody does.
create table fact_indexes (
  index_name text primary key,
  column_name text not null,
  collated boolean not null default false,     -- in the order of ja-x-icu: for sorting texts shown to people
  last_used_at timestamptz not null,
  indexed_at timestamptz
);
