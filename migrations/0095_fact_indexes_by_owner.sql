-- "My customers, in this order" is asked all day: with the owner behind each order's key, customers of others are passed
-- over inside the index instead of being read from the wide table.
drop index account_facts_kana, account_facts_name, account_facts_score, account_facts_mrr, account_facts_renewal, account_facts_notice, account_facts_touch;
create index account_facts_kana on account_facts (kana collate "ja-x-icu", account_id, csm_id);
create index account_facts_name on account_facts (name collate "ja-x-icu", account_id, csm_id);
create index account_facts_score on account_facts (score, account_id, csm_id);
create index account_facts_mrr on account_facts (mrr, account_id, csm_id);
create index account_facts_renewal on account_facts (renewal_on, account_id, csm_id);
create index account_facts_notice on account_facts (notice_on, account_id, csm_id);
create index account_facts_touch on account_facts (last_touch_on, account_id, csm_id);

-- Two choices that lists filter by together: few customers fit both, many fit either.
alter table fact_indexes add column also_column text;
-- Those made for an order so far are made again, with the owner.
update fact_indexes set indexed_at = null;
