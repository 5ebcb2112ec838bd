-- account: what a customer wants to reach, in its own words, with how it is measured and whom it was agreed with.
create table goals (
  account_id uuid not null references accounts on delete cascade, goal_id uuid not null,
  title text not null,
  measure text, unit text, baseline double precision, target double precision,
  due_on date,
  agreed_contact_id uuid, agreed_on date, check ((agreed_contact_id is null) = (agreed_on is null)),
  status text not null default 'open' check (status in ('open', 'reached', 'given_up')),
  closed_on date, closed_at timestamptz, closed_by uuid, result double precision, close_note text, check ((status = 'open') = (closed_on is null)),
  is_sample boolean not null default false,
  created_by uuid, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (account_id, goal_id)
);
create table goal_versions (like goals, known_from timestamptz not null, known_to timestamptz, primary key (account_id, goal_id, known_from));
-- Today asks for those that come due.
create index goals_due on goals (account_id, due_on) where status = 'open' and due_on is not null;
