import type { Knex } from 'knex';

/**
 * The city: its settings and staff, its persons and what they owe.
 *
 * In all versions: one table has one writer, named in the comment above it. Instants are `timestamptz`, days are `date`, money is
 * integer yen. Nothing names a schema: tests run the same files in a schema of their own.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── settings, subjects, trunks ─────────────────────────────── writer: api/settings (and imports, for the city's profile)
create table setting (
  key text not null,
  valid_from date not null default '0001-01-01',
  value jsonb not null,
  primary key (key, valid_from)
);
create table centre (
  id text primary key,
  name text not null
);
create table subject (
  id text primary key,                     -- the city's own 科目コード
  name text not null,
  short_name text not null,
  debt_class text not null check (debt_class in ('tax','compulsory_public','public','private')),
  sharing_group text not null,             -- data flows only inside one group (T05, W03)
  colour text not null,                    -- #rrggbb, a stripe beside the name, never alone
  caller_id text not null unique,          -- digits as the trunk wants them
  centre_id text references centre(id),
  active boolean not null default true
);
create table calling_window (
  id bigint generated always as identity primary key,
  subject_id text not null references subject(id),
  day_kind text not null check (day_kind in ('weekday','saturday','sunday_holiday')),
  opens time not null,
  closes time not null,
  valid_from date not null default '0001-01-01',
  check (opens >= '08:00' and closes <= '21:00' and opens < closes)
);
create table trunk (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('simulator','sip')),
  node text not null,
  endpoint text not null,                  -- PJSIP endpoint on that node
  channels integer not null,
  enabled boolean not null default true
);
create table script (
  id uuid primary key,
  subject_id text references subject(id),
  name text not null,
  body text not null,                      -- merge fields in {braces}
  valid_from date not null default '0001-01-01'
);

-- ── staff ─────────────────────────────────────────────────────────────────────────── writer: api/staff, api/sessions
create table staff_account (
  id uuid primary key,
  login text not null unique,
  display_name text not null,
  password_hash text not null,             -- argon2id
  role text not null check (role in ('agent','supervisor','manager','reviewer','officer','administrator','auditor')),
  subject_scope text[],                    -- null = every subject
  centre_scope text[],                     -- null = every centre
  privileged boolean not null default false, -- may work with shielded persons (支援措置)
  seat_no integer,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
create table staff_session (
  id uuid primary key,
  token_hash text not null unique,         -- sha256 of the cookie's value
  csrf_token text not null,
  staff_id uuid not null references staff_account(id),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_reason text,
  ip text,
  user_agent text
);
-- An agent's shift: SIP identity made per log-in; dies with the session.
create table agent_login (
  id uuid primary key,
  staff_id uuid not null references staff_account(id),
  session_id uuid not null references staff_session(id),
  node text not null,
  sip_user text not null unique,
  sip_ha1 text not null,                   -- md5(user:realm:secret); the secret itself is never stored
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index agent_login_open on agent_login (staff_id) where ended_at is null;

-- ── persons and arrears ──────────────────────────────────────────────────────────────────────── writer: api/imports
create table layout (
  name text primary key,
  body jsonb not null,
  updated_at timestamptz not null default now()
);
create table import_run (
  id uuid primary key,
  layout text not null,
  source text not null,                    -- folder or upload name
  state text not null check (state in ('waiting','running','done','failed','refused','cancelled')),
  data_date date,                          -- given by hand; else read from the files
  started_by uuid references staff_account(id),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  rows_total bigint,
  rows_done bigint not null default 0,
  stage text,
  lease_until timestamptz,
  attempts integer not null default 0,
  upload_path text,
  report jsonb,
  error text
);
create table import_file (
  id bigint generated always as identity primary key,
  run_id uuid not null references import_run(id),
  kind text not null check (kind in ('person','arrears','payment')),
  name text not null,
  sha256 text not null,
  data_date date,
  rows bigint,
  accepted bigint,
  rejected bigint,
  changed bigint,
  unchanged bigint,
  figures jsonb,                           -- what only this file's stage can know (payments, paid_yen ...)
  completed_at timestamptz,
  unique (run_id, kind, name)
);
create index import_file_known on import_file (kind, sha256) where completed_at is not null;
create table import_row_error (
  id bigint generated always as identity primary key,
  file_id bigint not null references import_file(id),
  line_no bigint not null,                 -- first physical line of the record, 1-based, header included
  reason text not null,
  field text,
  raw bytea not null                       -- the record's original bytes
);
create index import_row_error_file on import_row_error (file_id, line_no);
create table household (
  id bigint generated always as identity primary key,
  household_no text not null unique
);
create table person (
  id bigint generated always as identity primary key,
  addressee_no text not null unique,       -- 宛名番号
  kind text not null check (kind in ('individual','corporate')),
  name_official text not null,             -- with variation selectors, as given
  name_search text not null,               -- selectors removed, NFKC, no spaces
  name_kana text not null,
  kana_search text not null,               -- full-width katakana, small kana folded, no spaces
  birth_date date,
  language text,
  deceased_on date,
  shielded boolean not null default false, -- 支援措置
  household_id bigint references household(id) not enforced, -- see arrears_item
  relationship text,                       -- 続柄
  postal_code text,
  address_line1 text,
  address_line2 text,
  address_search text not null default '',
  note text,
  source_date date,
  updated_at timestamptz not null default now()
);
create index person_household on person (household_id);
create index person_birth on person (birth_date);
create index person_name_trgm on person using gin (name_search gin_trgm_ops);
create index person_kana_trgm on person using gin (kana_search gin_trgm_ops);
create index person_address_trgm on person using gin (address_search gin_trgm_ops);
create table phone_number (
  id bigint generated always as identity primary key,
  person_id bigint not null references person(id) not enforced, -- see arrears_item
  position smallint not null,              -- 1 = 電話1
  raw text not null,
  digits text,                             -- national digits (0…); null when it is no number
  type text not null check (type in ('home','mobile','work','other')),
  usable boolean not null,
  unusable_reason text,
  source_subject_id text references subject(id) not enforced, -- whose file it came from (T05)
  gone_at timestamptz                      -- no longer in the city's data
);
create unique index phone_number_position on phone_number (person_id, position) where gone_at is null;
create index phone_number_person on phone_number (person_id);
create index phone_number_digits on phone_number (digits) where digits is not null;
-- Not enforced, here and wherever only the importer writes: it takes the ids from these very tables under its lock, and
-- nobody deletes from them. Two look-ups a row would be half of the time that a million installments take.
create table arrears_item (
  id bigint generated always as identity primary key,
  subject_id text not null references subject(id) not enforced,
  levy_year smallint not null,             -- 賦課年度
  taxable_year smallint not null,          -- 相当年度
  notice_no text not null,
  period_no text not null,
  person_id bigint not null references person(id) not enforced,
  due_date date not null,
  principal bigint not null,
  demand_fee bigint not null default 0,
  interest_fixed bigint not null default 0,
  collected bigint not null default 0,     -- 収納額 by the core system
  paid bigint not null default 0,          -- sum of living payment entries not yet in \`collected\`
  unpaid bigint generated always as (greatest(principal - collected - paid, 0)) stored,
  demand_issued_on date,
  disposition text,                        -- 処分区分 as given (分納, 差押, 猶予, 執行停止 ...)
  direct_debit boolean not null default false,
  source_date date,
  updated_at timestamptz not null default now(),
  unique (notice_no, period_no, subject_id, levy_year, taxable_year) -- in this order it also finds by 通知書番号
);
create index arrears_item_person on arrears_item (person_id);
create index arrears_item_open on arrears_item (subject_id, person_id) where principal - collected - paid > 0;
create table payment_entry (
  id bigint generated always as identity primary key,
  entry_key text not null unique,          -- what makes the same line in two files one payment
  arrears_item_id bigint not null references arrears_item(id) not enforced,
  receipt_date date not null,
  entry_date date not null,
  amount bigint not null,
  demand_fee bigint not null default 0,
  interest bigint not null default 0,
  channel text,
  preliminary boolean not null,            -- 速報, until its 確報 came
  counterpart_key text,                    -- the 確報 of a 速報 (or the other way round): the same money, counted once
  contained_on date,                       -- data date of the arrears file whose 収納額 contains it; no longer in paid
  cancel_key text,                         -- the line that took it back
  cancelled_at timestamptz,                -- 速報取消
  cancelled_by_run uuid references import_run(id) not enforced,
  run_id uuid not null references import_run(id) not enforced
);
create index payment_entry_item on payment_entry (arrears_item_id);
-- Few payments have either: an entry for every blank would cost as much as one for a key.
create unique index payment_entry_counterpart on payment_entry (counterpart_key) where counterpart_key is not null;
create unique index payment_entry_cancel on payment_entry (cancel_key) where cancel_key is not null;
create table stop_flag (                   -- P08; from the city's data or by hand
  id bigint generated always as identity primary key,
  person_id bigint not null references person(id),
  kind text not null check (kind in ('no_call','no_sms','no_visit','lawyer','bankruptcy','inheritance_waived','grace','enforcement_stop','lawsuit','seized','complaint')),
  from_on date not null,
  to_on date,
  source text not null,
  created_at timestamptz not null default now()
);
create index stop_flag_person on stop_flag (person_id);
`);
}

export async function down(): Promise<void> {
  throw new Error('The first version has no way back: drop the database instead.');
}
