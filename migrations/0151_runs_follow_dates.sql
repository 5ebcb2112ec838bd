-- A run keeps the contract and the dates that its tasks were dated from, so that they follow when the contract's dates move.
alter table playbook_runs add column contract_id uuid, add column renewal_on date, add column notice_on date;
-- Set while the day of the task follows a date; a day given by hand does not.
alter table tasks add column before_date text check (before_date in ('renewal', 'notice')), add column before_days integer;
create index tasks_following on tasks (account_id, run_id) where before_date is not null and status in ('open', 'not_needed');
-- account: what moved the days of a run's tasks. `kept`: the date jumped to another term, so the days stayed as they were.
create table playbook_redatings (
  account_id uuid not null references accounts on delete cascade, redating_id uuid not null, run_id uuid not null, at timestamptz not null,
  date_kind text not null check (date_kind in ('renewal', 'notice')), was date, becomes date not null, tasks integer not null, kept boolean not null default false,
  primary key (account_id, redating_id)
);
create index playbook_redatings_run on playbook_redatings (account_id, run_id);

-- Runs under way follow from today on: the contract that renews next.
update playbook_runs r set contract_id = n.contract_id, renewal_on = n.renewal_on, notice_on = n.notice_on
from (
  select distinct on (d.account_id) d.* from (
    select c.account_id, c.contract_id, renewal_day(c.starts_on, c.ends_on, c.auto_renew, c.cancelled_on, now()::date) as renewal_on,
      notice_day(c.notice_deadline_on, c.starts_on, c.ends_on, c.auto_renew, c.cancelled_on, now()::date) as notice_on
    from contracts c where c.starts_on <= now()::date) d
  where d.renewal_on is not null order by d.account_id, d.renewal_on, d.contract_id) n
where r.account_id = n.account_id and r.status = 'running';
update tasks t set before_date = d.due->>'date', before_days = (d.due->>'days')::int
from playbook_runs r join playbook_versions v on v.playbook_id = r.playbook_id and v.version = r.version
  cross join lateral jsonb_to_recordset(v.definition->'tasks') as d(key text, due jsonb)
where t.account_id = r.account_id and t.run_id = r.run_id and r.status = 'running' and t.status in ('open', 'not_needed') and t.task_key = d.key and d.due->>'kind' = 'before';
