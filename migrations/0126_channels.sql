-- reference: where else to tell people: Slack, Teams, Chatwork, a webhook. `sealed` holds address, token and signing secret, encrypted.
create table channels (
  channel_id uuid primary key, name text not null,
  kind text not null check (kind in ('slack', 'teams', 'chatwork', 'webhook')),
  target text not null,                        -- what may be shown of where it goes
  sealed text not null,
  kinds text[] not null default '{}', team_id uuid references teams on delete set null,
  all_members boolean not null default true,   -- else those of team_id; nobody when the team is gone
  language text not null default 'ja' check (language in ('ja', 'en')),
  enabled boolean not null default true,
  since timestamptz not null,                  -- what was told before this is not told here
  last_ok_at timestamptz, last_error text, last_error_at timestamptz,
  created_by uuid, created_at timestamptz not null, updated_at timestamptz not null
);
-- local: messages as they are sent, and what each thing was told in; the key of the second is why nothing is told twice
create table channel_messages (
  message_id uuid primary key, channel_id uuid not null references channels on delete cascade,
  type text not null, title text not null, content jsonb not null,
  state text not null default 'ready' check (state in ('ready', 'sending', 'sent', 'failed', 'unknown')),
  attempts smallint not null default 0, status smallint, error text, created_at timestamptz not null, sent_at timestamptz
);
create index channel_messages_channel on channel_messages (channel_id, created_at desc);
create table channel_things (
  channel_id uuid not null references channels on delete cascade, thing text not null, message_id uuid, created_at timestamptz not null,
  primary key (channel_id, thing)
);
create index notifications_created on notifications (created_at);
