-- What a list asks of products in use and of the reasons for attention, without opening jsonb.
alter table account_facts add column product_nos smallint[] not null default '{}';
alter table account_facts add column attention_codes text[] not null default '{}';
create index account_facts_colour on account_facts (colour_rank, account_id);
create index account_facts_created on account_facts (created_on, account_id);
