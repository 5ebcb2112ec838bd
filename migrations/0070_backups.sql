-- local: when backups were made, so that a missing one is noticed. Not part of a backup.
create table backups (
  backup_id uuid primary key,
  made_at timestamptz not null,
  tables integer not null,
  rows bigint not null,
  bytes bigint not null
);
create index backups_made_at on backups (made_at desc);
