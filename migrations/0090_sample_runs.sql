-- local: one row for each time the sample company was made, so that progress survives a reload
create table sample_runs (
  run_id uuid primary key, accounts integer not null, seed integer not null, as_of date not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'removed')),
  step text not null default '', done integer not null default 0, total integer not null default 0, error text,
  created_at timestamptz not null, finished_at timestamptz
);
