-- local: accounts whose row in account_facts must be made again; whoever changed what a list shows writes here.
create table facts_dirty (account_id uuid primary key);
