import type { Knex } from 'knex';

/** Campaigns a city can trust: calendar, lists, approvals, the pool of agents, what the planner and *Why?* read. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── approvals ────────────────────────────────────────────────────────────────────────────────── writer: api/approvals
-- What a contractor proposes and an officer decides: lists, months of the calendar, predictive calling.
create table approval_request (
  id uuid primary key,
  kind text not null check (kind in ('call_list','calendar_month','predictive','instalment','hand_over','do_not_call','sms_list','sms_template')),
  ref_id text not null,                    -- the row it is about, in the table of its kind
  subject_id text references subject(id),
  title text not null,                     -- one Japanese line for the inbox; never a person's name
  detail jsonb not null default '{}',      -- figures the officer decides by
  requested_by uuid references staff_account(id),
  requested_at timestamptz not null,       -- product clock, as the next three
  due_at timestamptz,
  state text not null default 'waiting' check (state in ('waiting','approved','returned','withdrawn')),
  decided_by uuid references staff_account(id),
  decided_at timestamptz,
  answer text,                             -- the officer's words; required when returned
  read_by_requester_at timestamptz
);
create index approval_waiting on approval_request (due_at) where state = 'waiting';
create index approval_ref on approval_request (kind, ref_id);
create unique index approval_once on approval_request (kind, ref_id) where state = 'waiting';

-- ── calendar ──────────────────────────────────────────────────────────────────────────────────── writer: api/calendar
-- One version of one month of one centre (null = the whole city). In force: the newest approved version. Never updated
-- once approved: a change is a new version.
create table calendar_month (
  id uuid primary key,
  centre_id text references centre(id),
  month date not null check (extract(day from month) = 1),
  version integer not null,
  state text not null check (state in ('draft','requested','approved','returned','superseded')),
  days jsonb not null,                     -- core/rules/calendar.ts CalendarDay[]: only the days that differ from the rule
  created_by uuid references staff_account(id),
  created_at timestamptz not null,         -- product clock
  approved_by uuid references staff_account(id),
  approved_at timestamptz,
  note text
);
create unique index calendar_month_version on calendar_month (coalesce(centre_id, ''), month, version);
-- Who wrote a version of a subject's windows, and when (product clock); null for what came with the city's layout.
alter table calling_window
  add column saved_by uuid references staff_account(id),
  add column saved_at timestamptz;
-- A reason to dial nothing until a person says go. insert: telephony (clock_jump), api/calendar (by_hand); confirmed: api/calendar (two ends).
create table dialling_hold (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('clock_jump','by_hand')),
  node text not null,
  detail jsonb not null default '{}',      -- clock_jump: {wallMs, monotonicMs, jumpMs}; by_hand: {reason, raisedBy}
  raised_at timestamptz not null default now(),
  confirmed_by uuid references staff_account(id),
  confirmed_at timestamptz
);
-- What both clocks of the machine said last, so that the next process sees a jump that happened while none ran. writer: telephony
create table clock_anchor (
  node text primary key,
  boot_id text,                            -- steady_ms counts from this boot; null where the system names none
  wall_ms bigint not null,
  steady_ms bigint not null,
  saved_at timestamptz not null default now()
);
create unique index dialling_hold_open on dialling_hold (node, kind) where confirmed_at is null;

-- ── lists ────────────────────────────────────────────────────────────────────────────────────────── writer: api/lists
-- 依頼: the population an officer entrusts. Nothing outside it is ever called.
create table entrustment (
  id uuid primary key,
  name text not null,
  subject_ids text[] not null,
  centre_id text references centre(id),
  state text not null check (state in ('draft','open','closed')),
  condition jsonb,                         -- null = from a file of keys
  source_file text,
  due_on date,                             -- every case in two bands by this day
  goal_percent numeric(5,2) not null default 40, -- contact rate
  persons integer not null default 0,
  yen bigint not null default 0,
  hash text,
  requested_by uuid references staff_account(id),
  created_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz
);
create table entrustment_person (
  entrustment_id uuid not null references entrustment(id),
  person_id bigint not null references person(id),
  primary key (entrustment_id, person_id)
);
create index entrustment_person_person on entrustment_person (person_id);
-- A saved condition. Always read as: the population of the entrustment AND the condition.
create table extraction (
  id uuid primary key,
  entrustment_id uuid references entrustment(id),
  name text not null,
  condition jsonb not null,                -- core/rules/extraction.ts Condition
  owner_id uuid references staff_account(id),
  shared boolean not null default false,
  copied_from uuid references extraction(id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create table extraction_key (              -- a list of keys from a CSV; every line is kept, found or not
  extraction_id uuid not null references extraction(id),
  line_no integer not null,
  key_text text not null,
  person_id bigint references person(id),
  reason text,                             -- why it names nobody, or nobody of the population
  primary key (extraction_id, line_no)
);
-- What is asked for, approved and queued. Frozen at approval: persons may leave it, none may join.
create table call_list (
  id uuid primary key,
  entrustment_id uuid not null references entrustment(id),
  extraction_id uuid references extraction(id),
  name text not null,
  condition jsonb not null,
  subject_ids text[] not null,
  state text not null check (state in ('draft','requested','approved','returned','queued','withdrawn')),
  persons integer not null default 0,
  yen bigint not null default 0,
  hash text,                               -- sha256 of the sorted addressee numbers: what the officer approved is what is called
  created_by uuid references staff_account(id),
  created_at timestamptz not null,
  requested_at timestamptz,
  approved_at timestamptz,
  queued_at timestamptz
);
create table call_list_person (
  list_id uuid not null references call_list(id),
  person_id bigint not null references person(id),
  subject_id text not null references subject(id),
  yen bigint not null,
  left_at timestamptz,                     -- a later run found that it no longer belongs
  left_reason text,
  primary key (list_id, person_id, subject_id)
);

-- ── campaigns ────────────────────────────────────────────────────────────────────────────── writer: api/campaigns
alter table campaign drop constraint campaign_mode_check;
alter table campaign add constraint campaign_mode_check check (mode in ('preview','progressive','predictive'));
alter table campaign
  add column list_id uuid references call_list(id),
  add column entrustment_id uuid references entrustment(id),
  add column priority integer not null default 100, -- smaller first, within one subject and in preview
  add column starts_on date,
  add column due_on date,                  -- every case tried in two bands by this day
  add column goal_percent numeric(5,2) not null default 40,
  add column preview_limit_sec integer not null default 120; -- the timer of the preview lease warns, then gives back
create index campaign_running on campaign (subject_id) where state = 'running';
-- The city's yes to predictive calling on a subject; without one in force the subject's calls are preview or progressive.
create table predictive_approval (         -- writer: api/campaigns, by the officer's decision
  id uuid primary key,
  subject_id text not null references subject(id),
  approval_id uuid references approval_request(id),
  valid_from date not null,
  valid_to date,
  cap_percent numeric(4,2) not null default 1 check (cap_percent > 0 and cap_percent <= 3),
  created_at timestamptz not null
);
create index predictive_approval_subject on predictive_approval (subject_id, valid_from);

-- ── staff ──────────────────────────────────────────────────────────────────────────────────────── writer: api/staff
alter table staff_account
  add column skills text[],                -- subjects whose lines ring for this agent; null = every subject of the scope
  add column languages text[] not null default '{}', -- ISO 639-1: ne, vi …
  add column stay_calls integer not null default 0; -- stay on a line for so many calls; 0 = no wish
alter table agent_login
  add column device text not null default 'webrtc' check (device in ('webrtc','sip')); -- sip: drills on simulated trunks only

-- ── calls ────────────────────────────────────────────────────────────────────────────────────── writer: telephony
alter table target_progress
  add column lease_pool boolean not null default false, -- leased to the pool: no agent yet
  add column next_mode text check (next_mode in ('preview')), -- the next try whatever the campaign's mode: after an abandoned call
  add column next_phone_id bigint,         -- the number the redial rule chose; null = the first the rules allow
  add column next_band text check (next_band in ('weekday_day','evening','weekend')), -- the band it waits for
  add column next_channel text not null default 'call' check (next_channel in ('call','sms','letter','hand_over')),
  add column owner_agent_id uuid references staff_account(id), -- a callback promised by this agent; pooled after owner_until
  add column owner_until timestamptz,
  add column cut_in_row integer not null default 0, -- calls cut before their full ring since the last full one: never 2
  add column led_by_target_id bigint,      -- consolidation: called through this target of another subject, now or before
  add column rule jsonb,                   -- the rule and values behind reason_code, for Why?
  add column campaign_id uuid,             -- of the target: with it whose turn it is is found by one index
  add column turn smallint not null generated always as (case when next_channel <> 'call' then 9 when reason_code = 'callback' then 0
    when reason_code in ('busy', 'trunk_error') then 1 when reason_code = 'led_by' then 5 else 3 end) stored;
    -- 2 = untouched and queued targets; 5 = another subject leads: looked at in the background; 9 = not by call
create index target_progress_led on target_progress (led_by_target_id) where led_by_target_id is not null;
create function progress_campaign() returns trigger language plpgsql as $$
begin
  select ct.campaign_id into new.campaign_id from campaign_target ct where ct.id = new.target_id;
  return new;
end $$;
create trigger progress_campaign before insert on target_progress for each row execute function progress_campaign();
drop index target_progress_due;
drop index target_progress_queued;
create index target_progress_due on target_progress (campaign_id, turn, next_at) where state = 'waiting';
create index target_progress_preview on target_progress (campaign_id, next_at) where state = 'waiting' and next_mode = 'preview';
create index target_progress_queued on target_progress (campaign_id, target_id) where state = 'queued';
create index target_progress_owner on target_progress (owner_agent_id) where owner_agent_id is not null;
alter table call drop constraint call_mode_check;
alter table call add constraint call_mode_check check (mode in ('preview','progressive','predictive','manual'));
alter table call
  add column band text check (band in ('weekday_day','evening','weekend')), -- of the dial, by the city's calendar
  add column number_type text,             -- home, mobile, other, work; as it was at the dial
  add column area text,                    -- area code of a fixed line, 'mobile' else: what the heat map groups by
  add column score real,                   -- chance of an answer estimated before the dial
  add column answered_by text check (answered_by in ('person','machine')), -- by the agent's result; by detection where it is on
  add column connected_real_ms bigint,     -- the agent's leg joined the answered citizen
  add column full_ring boolean,            -- answered, refused by the network, or rang to its time-out; a call cut short is false
  add column cut_by text,                  -- pacing, settled, stopped, agent, guard …: why we ended it before an answer
  add column queued_real_ms bigint,        -- inbound: since when the citizen waits
  add column early_media_spool text,       -- file in the spool: what the network said instead of an answer, at most 15 s
  add column why jsonb,                    -- the gate's reasons with rule and value at the dial
  add column machine_verdict jsonb;        -- where detection is on: core/rules/answering-machine GreetingVerdict; a hint, never a gate
create index call_subject_answered on call (subject_id, answered_at) where answered_at is not null;
create index call_target on call (target_id, created_at) where target_id is not null;
create index call_campaign on call (campaign_id, created_at) where campaign_id is not null;
-- Outbound calls that rang in full at a telephone that may be the person's: what coverage counts and what chances are learned from. Faults
-- of the line, numbers not in use and faxes are tries of nothing.
create view rung_call as
  select id, target_id, campaign_id, subject_id, created_at, band, number_type, area, answered_at is not null as answered
  from call
  where direction = 'outbound' and full_ring and band is not null and not excluded_from_count
    and coalesce(line_result, '') not in ('trunk_error', 'unallocated', 'temp_out', 'fax');
alter table agent_state
  add column pool boolean not null default false, -- ready for every line of the skills, not for one campaign
  add column line_subject_id text references subject(id), -- the line of the last call, and how many in a row
  add column line_calls integer not null default 0,
  add column reserved_until timestamptz;   -- database clock: the preview timer; null without one
-- What the pacing controller remembers over a restart, and what it is doing now.
create table pacing_memory (
  node text primary key,
  body jsonb not null,
  updated_at timestamptz not null default now()
);
create table pacing_status (
  node text primary key,
  at timestamptz not null default now(),
  sentence text not null,                  -- why so many calls now? One Japanese sentence
  decision jsonb not null                  -- core/rules/pacing/types.ts PacingWhy, and what the pool looks like
);

-- ── numbers ────────────────────────────────────────────────────────────────────────────── writer: api/number-checks
-- 欠番 is confirmed by a person by ear.
create table number_check (
  id bigint generated always as identity primary key,
  call_id uuid not null unique references call(id),
  person_id bigint not null references person(id),
  phone_id bigint not null,
  digits text not null,
  guess text not null,                     -- line result the exchange reported
  verdict text check (verdict in ('unallocated','temp_out','unreachable','ringing','other')),
  decided_by uuid references staff_account(id),
  decided_at timestamptz,
  created_at timestamptz not null default now()
);
create index number_check_open on number_check (id) where verdict is null;
alter table recording
  add column kind text not null default 'call' check (kind in ('call','early_media'));

-- ── extraction at a million installments ───────────────────────────────────────────────────────────────────────────
create index call_person_talk on contact_record (person_id, talk_result, at desc);
`);
  await knex.raw(`
create trigger approval_changed after insert or update on approval_request for each row execute function notify_change('approval_changed', 'id');
create trigger campaign_changed after insert or update on campaign for each row execute function notify_change('campaign_changed', 'id');
create trigger hold_changed after insert or update on dialling_hold for each row execute function notify_change('hold_changed', 'node');
create trigger pacing_changed after insert or update on pacing_status for each row execute function notify_change('pacing_changed', 'node');
-- Paid today: whatever statement changes what is owed, or adds a stop, wakes telephony once.
create function notify_statement() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_argv[0], '');
  return null;
end $$;
create trigger debt_changed after update on arrears_item for each statement execute function notify_statement('debt_changed');
create trigger stop_changed after insert or update on stop_flag for each statement execute function notify_statement('debt_changed');
create trigger person_changed after update on person for each statement execute function notify_statement('debt_changed');
`);
}

export async function down(): Promise<void> {
  throw new Error('This version has no way back: drop the database instead.');
}
