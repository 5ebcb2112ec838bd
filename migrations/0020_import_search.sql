-- Making 100,000 names findable takes longer than loading them: it follows in a job, and this is what is still to do.
alter table imports add column search_pending boolean not null default false;
create index imports_search_pending on imports (import_id) where search_pending;
create index imports_open on imports (import_id) where status in ('previewing', 'queued', 'running', 'undoing');
-- A warning about a feed is given once until data comes again.
alter table import_feeds add column stale_since timestamptz, add column running_import_id uuid;
create index accounts_import on accounts (import_id) where import_id is not null;
