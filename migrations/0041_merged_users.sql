-- Few users are merged; the roll-up looks for them without touching the others.
create index usage_users_merged on usage_users (account_id, user_no) where canonical_no is not null;
