-- Who asked for the sample: some of its customers are theirs, so that their own day can be seen.
alter table sample_runs add column created_by uuid;
