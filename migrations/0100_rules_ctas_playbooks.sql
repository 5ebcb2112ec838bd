-- reference: rules. `draft` is what is being edited; `version` the one that runs.
create table rules (
  rule_id uuid primary key,
  name text not null,
  description text,
  template text,                               -- the key of the library's rule it was taken from
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'retired')),
  version integer,
  draft jsonb,
  evaluated_on date,                           -- the last closed day that it has looked at
  retirement_proposed_at timestamptz,
  is_sample boolean not null default false,
  created_by uuid, created_at timestamptz not null, updated_at timestamptz not null
);
create table rule_versions (
  rule_id uuid not null references rules on delete cascade, version integer not null,
  definition jsonb not null, note text, over_slots_reason text,
  published_by uuid, published_at timestamptz not null, first_day date not null,
  primary key (rule_id, version)
);
-- account: a row only where the condition holds at the last close; `since` is the first day of the streak (DATA-MODEL 7).
create table rule_state (
  account_id uuid not null, product_no smallint not null default 0, rule_id uuid not null,
  version integer not null, since date not null, fired_on date,
  primary key (account_id, product_no, rule_id)
);
create index rule_state_rule on rule_state (rule_id, account_id);
-- account: append-only. `for_day` is the day whose values made it fire. `result` says what became of it once handled.
create table rule_firings (
  account_id uuid not null, product_no smallint not null default 0, rule_id uuid not null, fired_on date not null,
  version integer not null, for_day date not null, at timestamptz not null, facts jsonb not null,
  provisional boolean not null default false,
  handled_at timestamptz, result text check (result in ('created', 'overflow', 'open_already', 'no_cta')), cta_id uuid,
  primary key (account_id, product_no, rule_id, fired_on)
);
create index rule_firings_waiting on rule_firings (at) where handled_at is null;
create index rule_firings_rule on rule_firings (rule_id, fired_on);

-- reference: why a CTA is there, from a catalogue
create table cta_reasons (
  reason text primary key, type text not null check (type in ('risk', 'opportunity', 'lifecycle', 'activity')),
  name_ja text not null, name_en text not null,
  risk_category text check (risk_category in ('implementation', 'sentiment', 'product', 'company', 'support')),
  outside_slots boolean not null default false, -- comes through whatever the week's slots say
  position integer not null default 0, is_builtin boolean not null default false, archived_at timestamptz
);
-- account
create table ctas (
  account_id uuid not null, cta_id uuid not null, product_no smallint not null default 0,
  type text not null check (type in ('risk', 'opportunity', 'lifecycle', 'activity')),
  reason text not null, risk_category text check (risk_category in ('implementation', 'sentiment', 'product', 'company', 'support')),
  title text not null, note text,
  priority smallint not null default 2 check (priority between 1 and 3),  -- 1 is the highest
  owner_id uuid, owner_role text check (owner_role in ('csm', 'onboarding', 'sales', 'support')),
  due_on date,
  status text not null default 'open' check (status in ('open', 'doing', 'done', 'wont_do')),
  snoozed_until date, snooze_reason text,
  contract_id uuid, contact_id uuid,
  rule_id uuid, rule_version integer, fired_on date, facts jsonb,
  slot text not null default 'outside' check (slot in ('in', 'outside', 'overflow')), slot_week date,
  rank double precision not null default 0, rank_parts jsonb,
  escalated_to uuid, escalated_at timestamptz, escalated_by uuid, escalation_reason text, escalated_until date,
  merged_into uuid,
  outcome text, outcome_note text, closed_at timestamptz, closed_by uuid, closed_by_rule boolean not null default false,
  useless_at timestamptz, useless_by uuid,
  first_acted_at timestamptz,
  is_sample boolean not null default false,
  created_by uuid, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (account_id, cta_id)
);
-- CTA identity (DESIGN.md): while one is open or snoozed no second is made.
create unique index ctas_identity on ctas (account_id, product_no, rule_id, reason) where rule_id is not null and status in ('open', 'doing');
create index ctas_owner on ctas (owner_id, status, due_on);
create index ctas_open on ctas (status, due_on) where status in ('open', 'doing');
create index ctas_rule on ctas (rule_id, created_at);
create index ctas_week on ctas (owner_id, slot_week) where slot_week is not null;
create index ctas_escalated on ctas (escalated_to) where escalated_to is not null;
create table cta_changes (
  account_id uuid not null, cta_id uuid not null, change_id uuid not null,
  at timestamptz not null, by_id uuid, by_name text, kind text not null, before jsonb, after jsonb, note text,
  primary key (account_id, cta_id, change_id)
);
create table cta_comments (
  account_id uuid not null, cta_id uuid not null, comment_id uuid not null,
  text text not null, mentions uuid[] not null default '{}', by_id uuid, by_name text not null, created_at timestamptz not null, edited_at timestamptz, deleted_at timestamptz,
  primary key (account_id, cta_id, comment_id)
);
create table cta_files (
  account_id uuid not null, cta_id uuid not null, file_id uuid not null,
  name text not null, media_type text not null, size integer not null, bytes bytea not null, by_id uuid, created_at timestamptz not null,
  primary key (account_id, cta_id, file_id)
);

-- reference: how many new CTAs a week a member takes; the touch model of most of the book decides where nothing is set
create table member_slots (member_id uuid primary key references members on delete cascade, per_week integer not null check (per_week between 0 and 500));
create table slot_defaults (touch_model text primary key, per_week integer not null check (per_week between 0 and 500));
insert into slot_defaults (touch_model, per_week) values ('high', 8), ('hybrid', 15), ('low', 25), ('tech', 40), ('community', 40);

-- reference: playbooks
create table playbooks (
  playbook_id uuid primary key, name text not null, description text, template text,
  cta_type text check (cta_type in ('risk', 'opportunity', 'lifecycle', 'activity')),
  status text not null default 'draft' check (status in ('draft', 'live', 'retired')),
  version integer, draft jsonb, is_sample boolean not null default false,
  created_by uuid, created_at timestamptz not null, updated_at timestamptz not null
);
create table playbook_versions (
  playbook_id uuid not null references playbooks on delete cascade, version integer not null,
  definition jsonb not null, note text, published_by uuid, published_at timestamptz not null,
  primary key (playbook_id, version)
);
-- reference: segment × health colour → what everyone gets who is not urgent (セグメンテーションと対応実行)
create table cadences (
  cadence_id uuid primary key, segment_id uuid references segments on delete cascade, position integer not null default 0,
  colour text not null check (colour in ('good', 'watch', 'risk', 'unknown')),
  playbook_id uuid references playbooks on delete set null, every_days integer check (every_days between 1 and 730),
  owner_role text not null default 'csm' check (owner_role in ('csm', 'onboarding', 'sales', 'support')),
  updated_at timestamptz not null,
  unique nulls not distinct (segment_id, colour)
);
-- account
create table playbook_runs (
  account_id uuid not null, run_id uuid not null, product_no smallint not null default 0,
  playbook_id uuid not null, version integer not null, cta_id uuid, owner_id uuid,
  started_on date not null, started_from text not null check (started_from in ('cta', 'phase', 'hand', 'bulk', 'cadence', 'rule')),
  status text not null default 'running' check (status in ('running', 'done', 'stopped')),
  ended_at timestamptz, end_note text, started_by uuid, is_sample boolean not null default false,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (account_id, run_id)
);
create index playbook_runs_playbook on playbook_runs (playbook_id, status);
create index playbook_runs_cta on playbook_runs (account_id, cta_id) where cta_id is not null;
-- account: a step of a playbook's run, or of a CTA alone
create table tasks (
  account_id uuid not null, task_id uuid not null, run_id uuid, cta_id uuid,
  task_key text, position integer not null default 0, title text not null, body text, links jsonb not null default '[]', template jsonb,
  owner_id uuid, owner_role text, due_on date, required boolean not null default true,
  condition jsonb, done_when jsonb,
  status text not null default 'open' check (status in ('open', 'done', 'skipped', 'not_needed')),
  done_at timestamptz, done_by uuid, done_by_itself boolean not null default false, note text,
  is_sample boolean not null default false, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (account_id, task_id)
);
create index tasks_owner on tasks (owner_id, due_on) where status = 'open';
create index tasks_run on tasks (account_id, run_id);
