-- Whether a replay first makes the values of days that have none, from what was known then.
alter table replays add column fill boolean not null default false;
