-- The onboardings that run, by deadline, and those that are done, the last first.
create index account_products_onboarding_open on account_products (onboarding_due_on, account_id, product_no) where onboarding_done_on is null;
create index account_products_onboarding_done on account_products (onboarding_done_on desc, account_id, product_no) where onboarding_done_on is not null;
