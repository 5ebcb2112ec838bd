-- Nearly every list leaves out the archived, often also who has churned, and asks for colours. With these beside the key
-- the customers that fit are counted inside the index: counting up to 1,000 of them read as many pages of the wide table.
drop index account_facts_csm, account_facts_score, account_facts_mrr, account_facts_renewal, account_facts_notice, account_facts_touch, account_facts_colour;
create index account_facts_csm on account_facts (csm_id, account_id) include (is_archived, churned_on, colour_rank);
create index account_facts_score on account_facts (score, account_id, csm_id) include (is_archived, churned_on, colour_rank);
create index account_facts_mrr on account_facts (mrr, account_id, csm_id) include (is_archived, churned_on, colour_rank);
create index account_facts_renewal on account_facts (renewal_on, account_id, csm_id) include (is_archived, churned_on, colour_rank);
create index account_facts_notice on account_facts (notice_on, account_id, csm_id) include (is_archived, churned_on, colour_rank);
create index account_facts_touch on account_facts (last_touch_on, account_id, csm_id) include (is_archived, churned_on, colour_rank);
create index account_facts_colour on account_facts (colour_rank, account_id, csm_id) include (is_archived, churned_on);

-- Those made for columns that lists use are made again, with the same beside them.
update fact_indexes set indexed_at = null;
