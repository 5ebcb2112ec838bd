create index pending_events_no_group on pending_events (user_key) where group_key is null;
create index pending_memberships_user on pending_memberships (user_key);
