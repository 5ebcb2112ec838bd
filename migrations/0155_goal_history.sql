-- Who last changed a goal: so each version of it says by whom it was made. Of those from before, only the first is known.
alter table goals add column updated_by uuid;
alter table goal_versions add column updated_by uuid;
update goal_versions v set updated_by = v.created_by where not exists (
  select from goal_versions b where b.account_id = v.account_id and b.goal_id = v.goal_id and b.known_from < v.known_from);
