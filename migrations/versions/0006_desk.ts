import type { Knex } from 'knex';

/** The agent's desk: identity, results, hand-overs, inbound, three-way calls, SMS, training. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── the city's ways ──────────────────────────────────────────────────────────────────────── writer: api/settings
alter table subject
  add column delinquency_engine text,      -- core/rules/money: null = unknown, the desk says 市へ照会
  add column section_name text,            -- who answers the citizen: fixed field of every SMS and goodbye
  add column section_phone text;
-- A script is a row of blocks with branches; a plain body is one block. Chosen by subject, stage, attribute and language: the narrowest wins.
alter table script
  add column stage text,                   -- core/rules/debt-stage; null = every stage
  add column attribute text check (attribute in ('individual','corporate','deceased','inbound')),
  add column language text,                -- ISO 639-1 of the foreign text beside the Japanese; null = Japanese only
  add column blocks jsonb,                 -- core/rules/script-blocks.ts ScriptBlock[]
  add column valid_to date;
create table city_extension (              -- where a call may be transferred to inside the city, and interpreters outside
  id bigint generated always as identity primary key,
  label text not null,
  number text not null,                    -- digits
  kind text not null check (kind in ('city','interpreter')),
  subject_id text references subject(id),
  language text,                           -- of an interpreter
  active boolean not null default true
);

-- ── identity ──────────────────────────────────────────────────────────────────────────────────── writer: api/identity
alter table identity_check drop constraint identity_check_name_result_check;
alter table identity_check add constraint identity_check_name_result_check check (name_result in ('asked','matched','failed'));
alter table identity_check
  add column speaker text;                 -- who speaks: the person, a representative …; a third party unlocks nothing, whatever matched

-- ── the case ───────────────────────────────────────────────────────────────────────────────────── writer: api/persons
create table contact_role (                -- 本人のほかに話してよい人: 代理人, 相続人代表者, 納税管理人 …
  id bigint generated always as identity primary key,
  person_id bigint not null references person(id),
  role text not null check (role in ('household','agent','heir_representative','tax_administrator','withholding_agent','guardian','corporate_officer')),
  name text not null,
  relation text,
  digits text,
  basis text not null,                     -- paper or notification it rests on
  valid_from date not null,
  valid_to date,
  subject_id text references subject(id),  -- whose work learned it (T05); null = holds for every subject
  created_by uuid not null references staff_account(id),
  created_at timestamptz not null,
  ended_by uuid references staff_account(id),
  ended_at timestamptz
);
create index contact_role_person on contact_role (person_id);
create table contact_preference (          -- newest row of a person counts
  id bigint generated always as identity primary key,
  person_id bigint not null references person(id),
  ways text[] not null,                    -- core/rules/contact-preference.ts: relay, fax, letter_only, large_print …
  note text not null default '',
  subject_id text references subject(id),  -- whose work learned it (T05); null = holds for every subject
  set_by uuid not null references staff_account(id),
  at timestamptz not null
);
create index contact_preference_person on contact_preference (person_id, id desc);
create table phone_status (                -- what people found out about a number, beside what the city's file says; newest counts
  id bigint generated always as identity primary key,
  phone_id bigint not null,
  person_id bigint not null references person(id),
  status text not null check (status in ('valid','dead','foreign','refused','fax')),
  call_id uuid references call(id),
  set_by uuid references staff_account(id),
  at timestamptz not null
);
create index phone_status_phone on phone_status (phone_id, id desc);

-- ── what was typed so far ─────────────────────────────────────────────────────────────────────────── writer: api/desk
-- Outlives a reload, a crash and a change of the seat; deleted when the result is saved.
create table desk_draft (
  call_id uuid primary key references call(id),
  agent_id uuid not null references staff_account(id),
  draft jsonb not null,
  seq bigint not null,                     -- of the page: an older one never overwrites a newer one
  updated_at timestamptz not null default now()
);

-- ── results ───────────────────────────────────────────────────────────────────────────────────── writer: api/contacts
alter table contact_record
  add column inbound_class text,           -- I02: core/rules/vocabulary.ts
  add column cause_kind text check (cause_kind in ('call','sms','letter','visit','other')), -- what a citizen calls back about
  add column cause_id text,
  add column claims_paid_on date,          -- 納付済の申出: when and where
  add column claims_paid_where text,
  add column speaker_name text,            -- name of a representative or family member, as said
  -- A correction keeps time, agent and call of what it stands for; who corrected it, when (product clock) and why is said beside.
  add column corrected_by uuid references staff_account(id),
  add column corrected_at timestamptz,
  add column correction_reason text,
  add column training boolean not null default false;
-- Two people who correct the same record at once: the second one sees the first one's correction before theirs.
drop index contact_record_superseded;
create unique index contact_record_superseded on contact_record (supersedes_id) where supersedes_id is not null;

-- ── hand-overs to the city ────────────────────────────────────────────────────────────────────── writer: api/hand-overs
create table hand_over (
  id uuid primary key,
  kind text not null check (kind in ('hand_over','instalment_request','complaint','do_not_call')),
  person_id bigint not null references person(id),
  contact_record_id uuid references contact_record(id),
  call_id uuid references call(id),
  subject_id text references subject(id),
  reason text not null,                    -- core/rules/hand-over.ts
  body text not null,
  wishes jsonb,                            -- instalment request: [{on, amount}]
  state text not null default 'waiting' check (state in ('waiting','in_work','answered','closed','withdrawn')),
  due_at timestamptz not null,             -- product clock; a complaint the same day
  raised_by uuid not null references staff_account(id),
  raised_at timestamptz not null,
  supervisor_told_at timestamptz,          -- complaint: at once
  taken_by uuid references staff_account(id),
  answered_by uuid references staff_account(id),
  answered_at timestamptz,
  answer text,
  closed_at timestamptz,
  outcome text check (outcome in ('approved','returned')), -- of an instalment request and a do-not-call
  read_by_agent_at timestamptz,
  stop_flag_id bigint references stop_flag(id), -- complaint, do-not-call: the stop it put at once
  resumed_at timestamptz                   -- the city let the person be contacted again; until then what was said keeps the stop
);
create index hand_over_stop on hand_over (stop_flag_id) where stop_flag_id is not null;
create index hand_over_record on hand_over (contact_record_id) where contact_record_id is not null;
-- One living do-not-call a person: asked again, it is the same one.
create unique index hand_over_do_not_call on hand_over (person_id)
  where kind = 'do_not_call' and resumed_at is null and state <> 'withdrawn';
-- What became of it, for the time line and for who asks why. Only added to.
create table hand_over_event (
  id bigint generated always as identity primary key,
  hand_over_id uuid not null references hand_over(id),
  at timestamptz not null,                 -- product clock
  act text not null check (act in ('raised','repeated','told','taken','remark','reported','approved','returned','answered','closed',
    'resumed','withdrawn','read')),
  body text not null default '',
  contact_record_id uuid references contact_record(id), -- raised, repeated: the conversation it was said in
  staff_id uuid references staff_account(id)
);
create index hand_over_event_of on hand_over_event (hand_over_id, id);
create index hand_over_event_record on hand_over_event (contact_record_id) where contact_record_id is not null;
create index hand_over_person on hand_over (person_id, raised_at desc);
create index hand_over_waiting on hand_over (due_at) where state in ('waiting','in_work');
create index hand_over_mine on hand_over (raised_by) where read_by_agent_at is null;

-- ── the agent's place, proven from both ends ──────────────────────────────────────────────────── writer: telephony
alter table agent_state
  add column device_problem text,          -- core/rules/device-problem.ts: what the page reports of itself; null = nothing
  add column device_seen_at timestamptz,   -- last sign of life of the page; null for a telephone without one
  add column training boolean not null default false;
alter table agent_login add column training boolean not null default false;
create table call_party (                  -- whoever joined a call besides its first agent: transfers, three-way calls, supervisors
  id uuid primary key,
  call_id uuid not null references call(id),
  kind text not null check (kind in ('agent','supervisor','interpreter','officer','extension','outside')),
  staff_id uuid references staff_account(id),
  number text,
  label text not null,
  channel_id text unique,                  -- of a telephone we dialled; staff come with their own leg
  subject_id text references subject(id),  -- transfer to a line: staff_id follows when somebody is free
  trunk_id text references trunk(id),      -- whose channel a dialled telephone takes
  purpose text not null check (purpose in ('transfer','three_way','take_over','help')),
  blind boolean not null default false,    -- transfer without a word before
  state text not null check (state in ('dialling','consulting','joined','left','failed')),
  outcome text,                            -- why it left or failed: telephony/parties/live-party.ts PartyOutcome
  asked_by uuid references staff_account(id),
  created_at timestamptz not null,         -- product clock, like the next two
  joined_at timestamptz,
  left_at timestamptz
);
create index call_party_call on call_party (call_id);
create index call_party_live on call_party (call_id) where state in ('dialling','consulting','joined');
create index call_party_staff on call_party (staff_id) where state in ('dialling','consulting','joined');
create table recording_pause (             -- silence of equal length in the recording
  id bigint generated always as identity primary key,
  call_id uuid not null references call(id),
  from_real_ms bigint not null,
  to_real_ms bigint,
  reason text not null,
  staff_id uuid not null references staff_account(id),
  ended_by text check (ended_by in ('agent','transfer','hang_up','limit','failed'))
);
create unique index recording_pause_open on recording_pause (call_id) where to_real_ms is null;
create index recording_pause_call on recording_pause (call_id);
alter table call
  add column language text,                -- asked for by the citizen or known of the person
  add column training boolean not null default false;

-- ── tasks of the desk ────────────────────────────────────────────────────────────────────────────── writer: api/tasks
-- What somebody has to do and no campaign does: call back an abandoned caller, a kept place, a voicemail. Raised by the worker from what
-- telephony wrote (call, call_event), exactly once.
create table desk_task (
  id uuid primary key,
  kind text not null check (kind in ('voicemail','abandoned_inbound','keep_my_place','sms_reply')),
  call_id uuid unique references call(id),
  subject_id text references subject(id),
  person_id bigint references person(id),  -- null = unknown caller
  number text,                             -- digits; null = withheld
  language text,
  due_at timestamptz not null,
  created_at timestamptz not null,
  owner_agent_id uuid references staff_account(id),
  state text not null default 'open' check (state in ('open','taken','done')),
  taken_at timestamptz,                    -- product clock; taken and forgotten: anybody may take it over
  tries smallint not null default 0,       -- calls back so far
  last_call_id uuid references call(id),   -- the newest of them
  done_by uuid references staff_account(id),
  done_at timestamptz,
  outcome text                             -- core/rules/inbound/task-outcome.ts
);
create index desk_task_open on desk_task (due_at) where state <> 'done';
create index desk_task_last_call on desk_task (last_call_id) where last_call_id is not null;
create index desk_task_number on desk_task (number) where state <> 'done';

-- ── SMS ────────────────────────────────────────────────────────────────────────────────────────────── writer: api/sms
create table sms_template (                -- one version; a change is a new one
  id uuid primary key,
  name text not null,
  version integer not null,
  kind text not null check (kind in ('call_back','promise_near','letter_sent')),
  subject_id text references subject(id),  -- null = every subject
  language text,
  body text not null,                      -- merge fields in {braces}; section name and telephone are among them, always
  state text not null check (state in ('draft','requested','approved','returned','retired')),
  created_by uuid references staff_account(id),
  created_at timestamptz not null,
  approved_at timestamptz,
  unique (name, version)
);
create table sms_batch (
  id uuid primary key,
  name text not null,
  template_id uuid not null references sms_template(id),
  subject_id text not null references subject(id),
  call_list_id uuid references call_list(id), -- the approved list the persons come from
  source text not null check (source in ('list','after_attempts','reminder')),
  state text not null check (state in ('draft','requested','approved','sending','paused','done','cancelled')),
  created_by uuid references staff_account(id),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create table sms_message (
  id uuid primary key,                     -- also the reference given to the transport: a second send of the same is found
  batch_id uuid references sms_batch(id),  -- null = by hand
  person_id bigint not null references person(id),
  subject_id text not null references subject(id),
  template_id uuid not null references sms_template(id),
  target_id bigint references campaign_target(id),
  merge jsonb not null default '{}',       -- what only this person's message says (promise_date); never a name or an amount
  phone_id bigint,                         -- this and the next four are chosen by the gate in the transaction before the send
  digits text,
  body text,
  parts smallint,
  transport text,
  next_at timestamptz,                     -- waiting: not before, product clock; with why_waiting of the gate
  why_waiting text,
  state text not null check (state in ('waiting','sending','accepted','delivered','failed','refused','uncertain')),
    -- accepted = the carrier took it, never shown as delivered; refused = by our own gate; uncertain = killed between send and answer
  refusal text,                            -- the gate's code
  error text,
  lease_until timestamptz,                 -- database clock; sending beyond it = nobody knows whether it left
  created_by uuid references staff_account(id),
  created_at timestamptz not null,
  sent_at timestamptz,
  accepted_at timestamptz,
  done_at timestamptz,
  resolved_by uuid references staff_account(id) -- uncertain, told by a person
);
create table sms_part (                    -- one row a part, with the name the carrier gave it: reports name parts
  message_id uuid not null references sms_message(id),
  part smallint not null,
  transport text not null,
  provider_id text not null,
  state text not null default 'accepted' check (state in ('accepted','delivered','failed')),
  primary key (message_id, part)
);
create index sms_part_provider on sms_part (transport, provider_id);
create index sms_message_waiting on sms_message (created_at) where state in ('waiting','sending');
create index sms_message_person on sms_message (person_id, created_at desc);
create index sms_message_target on sms_message (target_id) where target_id is not null;
create index sms_message_uncertain on sms_message (digits) where state = 'uncertain';
create index sms_message_batch on sms_message (batch_id);
create index sms_message_day on sms_message (sent_at) where sent_at is not null;
create table sms_report (                  -- delivery results as they came, also those that match nothing yet
  id bigint generated always as identity primary key,
  transport text not null,
  provider_id text not null,
  digits text,                             -- the telephone, as far as the report names it
  state text not null check (state in ('accepted','delivered','failed')),
  error text,
  raw jsonb not null,
  received_at timestamptz not null default now(),
  matched_at timestamptz
);
create index sms_report_open on sms_report (transport, provider_id) where matched_at is null;

-- ── citizens who call ─────────────────────────────────────────────────────────────────────────────── writer: api/inbound
-- What an inbound call answers, by the newest contact we sent to that number: proposed once, when the call is over; the agent's word
-- (contact_record.cause_kind) comes before it.
create table inbound_cause (
  call_id uuid primary key references call(id),
  cause_kind text check (cause_kind in ('call','sms','letter','visit')), -- null = nothing of ours in the last days
  cause_id text,
  cause_at timestamptz,
  subject_id text references subject(id),
  proposed_at timestamptz not null         -- product clock
);
create index inbound_cause_at on inbound_cause (proposed_at);
create index call_caller on call (caller_id, created_at desc) where direction = 'inbound';
create index call_inbound_ended on call (ended_at) where direction = 'inbound' and ended_at is not null;
create index sms_message_digits on sms_message (digits, sent_at desc) where sent_at is not null;
-- Searches: by the beginning of a reading in its own order, and by the last digits of a telephone.
create index person_kana_order on person (kana_search collate "C", id);
create index phone_number_tail on phone_number (reverse(digits) text_pattern_ops) where digits is not null and gone_at is null;

-- ── training ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Invented citizens on a campaign of their own: the same desk, kept out of every figure, list and export.
alter table person add column training boolean not null default false;
alter table campaign add column training boolean not null default false;
alter table campaign_target add column training boolean not null default false;
`);
  await knex.raw(`
-- Somebody may be called again.
create trigger hand_over_resumed after update of resumed_at on hand_over for each statement execute function notify_statement('debt_changed');
create trigger hand_over_changed after insert or update on hand_over for each row execute function notify_change('hand_over', 'id');
create trigger desk_task_changed after insert or update on desk_task for each row execute function notify_change('desk_task', 'id');
create trigger call_party_changed after insert or update on call_party for each row execute function notify_change('call_party', 'call_id');
create trigger sms_waiting after insert on sms_message for each row execute function notify_change('sms_message', 'id');
`);
}

export async function down(): Promise<void> {
  throw new Error('A version that holds what citizens said has no way back: restore a backup instead.');
}
