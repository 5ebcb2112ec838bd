-- local: a rule asked of the past. The row is there before the work begins, so that progress survives a reload.
create table replays (
  replay_id uuid primary key,
  rule_id uuid references rules on delete cascade,      -- null: a definition that is not saved
  definition jsonb not null,
  days integer not null check (days between 1 and 365), day date not null,
  closed_after_days integer check (closed_after_days between 0 and 365),
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  done integer not null default 0, total integer not null default 0, error text, result jsonb,
  asked_by uuid, created_at timestamptz not null, finished_at timestamptz
);
create index replays_rule on replays (rule_id, created_at desc);
