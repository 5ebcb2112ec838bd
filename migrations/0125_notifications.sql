-- reference: how a member wants to be told. A kind that is not in `kinds` is told as by default; no digest_hour, no digest.
create table notification_settings (
  member_id uuid primary key references members on delete cascade,
  kinds jsonb not null default '{}',
  digest_hour smallint check (digest_hour between 0 and 23),
  quiet_from smallint check (quiet_from between 0 and 23), quiet_to smallint check (quiet_to between 0 and 23),
  on_weekends boolean not null default false, on_holidays boolean not null default false,
  updated_at timestamptz not null,
  check ((quiet_from is null) = (quiet_to is null))
);
-- Told by mail only: not shown in the bell.
alter table notifications add column in_app boolean not null default true;

-- local: a mail as it was written, frozen; handed over once (docs/decisions)
create table notification_mails (
  mail_id uuid primary key, member_id uuid not null references members on delete cascade,
  kind text not null, key text not null,
  subject text not null, body text not null, html text not null,
  state text not null default 'ready' check (state in ('ready', 'sending', 'sent', 'failed', 'unknown', 'empty')),
  attempts smallint not null default 0, next_at timestamptz not null, claimed_at timestamptz, sent_at timestamptz, error text,
  created_at timestamptz not null,
  unique (member_id, key)
);
create index notification_mails_due on notification_mails (next_at) where state in ('ready', 'sending');
-- local: one row for each thing that a member is told in a way; the key is why nothing is told twice
create table notification_deliveries (
  member_id uuid not null references members on delete cascade, thing text not null, way text not null check (way in ('bell', 'mail', 'digest')),
  kind text not null, notification_id uuid, mail_id uuid, dropped_at timestamptz, created_at timestamptz not null,
  primary key (member_id, thing, way)
);
create index notification_deliveries_waiting on notification_deliveries (way, member_id) where mail_id is null and dropped_at is null;
