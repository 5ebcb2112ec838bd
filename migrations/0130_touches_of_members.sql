-- Whose touches they were, asked for one member at a time: the proactive ratio of Today.
create index activity_members_member on activity_members (member_id, account_id, activity_id);
