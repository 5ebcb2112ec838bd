-- reference
create table organisation (
  id smallint primary key default 1 check (id = 1),
  name text not null,
  time_zone text not null default 'Asia/Tokyo',
  next_time_zone text,                       -- a change of zone counts from tomorrow
  fiscal_month smallint not null default 4 check (fiscal_month between 1 and 12),
  currency text not null default 'JPY' check (currency ~ '^[A-Z]{3}$'),
  language text not null default 'ja' check (language in ('ja', 'en')),
  settings jsonb not null default '{}',
  created_at timestamptz not null
);

create table members (
  id uuid primary key,
  email text not null,
  name text not null,
  kana text,
  role text not null check (role in ('admin', 'ops', 'manager', 'csm', 'support', 'sales', 'product', 'viewer')),
  language text check (language in ('ja', 'en')),
  theme text check (theme in ('light', 'dark')),
  status text not null default 'active' check (status in ('invited', 'active', 'disabled')),
  is_sample boolean not null default false,
  created_at timestamptz not null default now()
);
create unique index members_email on members (lower(email));

create table teams (id uuid primary key, name text not null unique, created_at timestamptz not null default now());
create table team_members (
  team_id uuid not null references teams on delete cascade,
  member_id uuid not null references members on delete cascade,
  primary key (team_id, member_id)
);

create table partners (id uuid primary key, name text not null unique, created_at timestamptz not null default now());

-- local: sign in (better-auth's tables under our names), invitations, keys, audit
create table auth_users (
  id uuid primary key, name text not null, email text not null unique, email_verified boolean not null default false,
  image text, two_factor_enabled boolean default false,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create table auth_sessions (
  id uuid primary key, user_id uuid not null references auth_users on delete cascade, token text not null unique,
  expires_at timestamptz not null, ip_address text, user_agent text,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create index auth_sessions_user on auth_sessions (user_id);
create table auth_accounts (
  id uuid primary key, user_id uuid not null references auth_users on delete cascade,
  account_id text not null, provider_id text not null, access_token text, refresh_token text, id_token text,
  access_token_expires_at timestamptz, refresh_token_expires_at timestamptz, scope text, password text,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create index auth_accounts_user on auth_accounts (user_id);
create table auth_verifications (
  id uuid primary key, identifier text not null, value text not null, expires_at timestamptz not null,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create index auth_verifications_identifier on auth_verifications (identifier);
create table auth_two_factors (
  id uuid primary key, user_id uuid not null references auth_users on delete cascade,
  secret text not null, backup_codes text not null, verified boolean default true
);
create table auth_rate_limits (id uuid primary key, key text not null unique, count integer not null, last_request bigint not null);

create table member_links (
  token_hash text primary key,               -- sha-256 of the one-time token; the token itself is never stored
  member_id uuid not null references members on delete cascade,
  purpose text not null check (purpose in ('invite', 'reset')),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);

create table audit_log (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('member', 'key', 'system', 'cli')),
  actor_id uuid,
  actor_name text not null,
  action text not null,                      -- permission-like: accounts.update
  noun text not null,
  noun_id text,
  account_id uuid,
  label text,                                -- what a person calls the row
  changes jsonb,
  request_id text
);
create index audit_log_at on audit_log (at desc, id desc);
create index audit_log_account on audit_log (account_id, at desc) where account_id is not null;
create index audit_log_actor on audit_log (actor_id, at desc);
create index audit_log_noun on audit_log (noun, noun_id, at desc);
