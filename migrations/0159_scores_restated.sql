-- "Against four weeks ago" compares two scores of one formula: days before a version came are scored by it again, beside the
-- score of their time, which stays what was known then. These rows are marked; who asks for a day's score leaves them out.
alter table score_days add column restated boolean not null default false;
