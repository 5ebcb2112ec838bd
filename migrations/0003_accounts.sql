-- reference
create table sources (
  source text primary key check (source ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null,
  kind text not null default 'import' check (kind in ('import', 'tracking', 'sample', 'manual')),
  source_no smallint not null generated always as identity unique,
  allowed_properties text[],                 -- null: all are kept
  masked_properties text[] not null default '{}',
  stale_after_days smallint,
  last_data_at timestamptz,
  created_at timestamptz not null default now()
);

create table products (
  product_no smallint primary key check (product_no >= 1),
  key text not null unique,
  name text not null,
  position integer not null default 0,
  embedded_daily boolean not null default false,   -- used in the daily work of the customer
  archived_at timestamptz,
  is_sample boolean not null default false,
  created_at timestamptz not null default now()
);

create table attribute_definitions (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_]{0,62}$'),
  name text not null,
  kind text not null check (kind in ('text', 'number', 'money', 'date', 'choice', 'boolean')),
  choices text[] not null default '{}',
  position integer not null default 0,
  archived_at timestamptz,
  is_sample boolean not null default false,
  created_at timestamptz not null default now()
);

create table account_keys (source text not null, external_id text not null, account_id uuid not null, primary key (source, external_id));
create index account_keys_account on account_keys (account_id);
create index account_keys_external on account_keys (external_id);
create table contact_keys (source text not null, external_id text not null, account_id uuid not null, contact_id uuid not null, primary key (source, external_id));
create index contact_keys_contact on contact_keys (contact_id);
create table contract_keys (source text not null, external_id text not null, account_id uuid not null, contract_id uuid not null, primary key (source, external_id));
create index contract_keys_contract on contract_keys (contract_id);

-- account
create table accounts (
  account_id uuid primary key,
  external_id text,
  name text not null check (name <> ''),
  kana text,
  corporate_number text check (corporate_number ~ '^[1-9][0-9]{12}$'),
  industry text,
  employees integer check (employees >= 0),
  region text,
  website text,
  parent_account_id uuid,                    -- no foreign key: Citus; checked in code
  tags text[] not null default '{}',
  touch_model text check (touch_model in ('high', 'hybrid', 'low', 'tech', 'community')),
  partner_id uuid references partners,
  first_contract_on date,
  payment_status text check (payment_status in ('ok', 'late', 'stopped')),
  attributes jsonb not null default '{}',
  description text,
  churned_on date,                           -- the score is frozen from this day
  archived_at timestamptz,
  is_sample boolean not null default false,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index accounts_parent on accounts (parent_account_id) where parent_account_id is not null;
create index accounts_corporate_number on accounts (corporate_number);

create table contacts (
  account_id uuid not null references accounts on delete cascade,
  contact_id uuid not null,
  external_id text,
  name text not null check (name <> ''),
  kana text,
  department text,
  title text,
  email text,
  phone text,
  roles text[] not null default '{}',        -- champion, decision_maker, operator, ...
  status text not null default 'active' check (status in ('active', 'transferred', 'left')),
  status_on date,
  successor_contact_id uuid,
  user_key text,                             -- who this person is in the usage log
  note text,
  is_sample boolean not null default false,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, contact_id)
);
create index contacts_email on contacts (lower(email));

create table account_products (
  account_id uuid not null references accounts on delete cascade,
  product_no smallint not null references products,
  phase text not null default 'onboarding' check (phase in ('considering', 'purchasing', 'onboarding', 'adoption', 'renewal', 'churned')),
  phase_since date,
  started_on date,
  ended_on date,
  seats integer check (seats >= 0),
  onboarding_started_on date,
  onboarding_due_on date,
  onboarding_done_on date,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, product_no)
);

create table contracts (
  account_id uuid not null references accounts on delete cascade,
  contract_id uuid not null,
  external_id text,
  name text not null,
  signed_on date,
  starts_on date not null,
  ends_on date,                              -- null: open-ended
  auto_renew boolean not null default false,
  notice_deadline_on date,
  cancelled_on date,                         -- notice given: ends without renewal
  currency text not null default 'JPY',
  note text,
  import_id uuid,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, contract_id),
  check (ends_on is null or ends_on >= starts_on)
);
create index contracts_ends on contracts (ends_on);
create index contracts_notice on contracts (notice_deadline_on);

create table contract_lines (
  account_id uuid not null,
  line_id uuid not null,
  contract_id uuid not null,
  product_no smallint not null references products,
  kind text not null default 'recurring' check (kind in ('recurring', 'one_off')),
  quantity numeric(14, 4) not null default 1,
  unit_price bigint not null,                -- whole minor units, tax excluded, per billing period
  billing_months smallint not null default 1 check (billing_months >= 1),
  starts_on date not null,
  ends_on date,                              -- inclusive; null: as long as the contract
  is_seats boolean not null default false,   -- the quantity counts seats
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, line_id),
  foreign key (account_id, contract_id) references contracts (account_id, contract_id) on delete cascade,
  check (ends_on is null or ends_on >= starts_on)
);
create index contract_lines_contract on contract_lines (account_id, contract_id);

create table assignments (
  account_id uuid not null references accounts on delete cascade,
  assignment_id uuid not null,
  role text not null check (role in ('csm', 'onboarding', 'sales', 'support')),
  member_id uuid not null references members,
  from_on date not null,
  to_on date,                                -- inclusive; null: until further notice
  handover_note text,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, assignment_id),
  check (to_on is null or to_on >= from_on)
);
create unique index assignments_open on assignments (account_id, role) where to_on is null;
create index assignments_member on assignments (member_id) where to_on is null;

-- What was known when: every edit closes the version before and opens one (DATA-MODEL 2.6).
create table account_versions (like accounts, known_from timestamptz not null, known_to timestamptz, primary key (account_id, known_from));
create table contact_versions (like contacts, known_from timestamptz not null, known_to timestamptz, primary key (account_id, contact_id, known_from));
create table account_product_versions (like account_products, known_from timestamptz not null, known_to timestamptz, primary key (account_id, product_no, known_from));
create table contract_versions (like contracts, known_from timestamptz not null, known_to timestamptz, primary key (account_id, contract_id, known_from));
create table contract_line_versions (like contract_lines, known_from timestamptz not null, known_to timestamptz, primary key (account_id, line_id, known_from));
create table assignment_versions (like assignments, known_from timestamptz not null, known_to timestamptz, primary key (account_id, assignment_id, known_from));

create table activities (
  account_id uuid not null references accounts on delete cascade,
  activity_id uuid not null,
  kind text not null check (kind in ('visit', 'web_meeting', 'call', 'email', 'chat', 'memo')),
  direction text check (direction in ('proactive', 'reactive')),
  happened_at timestamptz not null,
  known_at timestamptz not null,
  history_import_id uuid,
  product_no smallint,
  subject text not null,
  body text,
  external_id text,
  is_automatic boolean not null default false,     -- one-to-many mail: no touch by a person
  is_sample boolean not null default false,
  import_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (account_id, activity_id)
);
create index activities_account_time on activities (account_id, happened_at desc);
create table activity_contacts (
  account_id uuid not null, activity_id uuid not null, contact_id uuid not null,
  primary key (account_id, activity_id, contact_id),
  foreign key (account_id, activity_id) references activities on delete cascade
);
create table activity_members (
  account_id uuid not null, activity_id uuid not null, member_id uuid not null references members,
  primary key (account_id, activity_id, member_id),
  foreign key (account_id, activity_id) references activities on delete cascade
);

-- One row for each thing that can be found.
create table search_entries (
  account_id uuid not null,
  kind text not null check (kind in ('account', 'contact', 'contract', 'activity')),
  noun_id uuid not null,
  title text not null,
  subtitle text,
  folded text not null,
  grams text[] not null,
  primary key (account_id, kind, noun_id)
);
create index search_entries_grams on search_entries using gin (grams);
create index search_entries_prefix on search_entries (folded text_pattern_ops);
