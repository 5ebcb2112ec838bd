-- Runs and tasks go with their customer, as everything of it does.
delete from tasks t where not exists (select from accounts a where a.account_id = t.account_id);
delete from playbook_runs r where not exists (select from accounts a where a.account_id = r.account_id);
alter table playbook_runs add foreign key (account_id) references accounts on delete cascade;
alter table tasks add foreign key (account_id) references accounts on delete cascade;

-- A playbook runs once at a time for a customer and product, whoever starts it.
create unique index playbook_runs_once on playbook_runs (account_id, product_no, playbook_id) where status = 'running';
create index playbook_runs_running on playbook_runs (account_id) where status = 'running';
-- What is asked again every morning.
create index tasks_asked on tasks (account_id) where status in ('open', 'not_needed') and (condition is not null or done_when is not null);
