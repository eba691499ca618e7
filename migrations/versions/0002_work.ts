import type { Knex } from 'knex';

/** The work: campaigns, calls, contacts, recordings, commands, audit, and the wake-ups between the processes. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── campaigns ────────────────────────────────────────────────────────────────────────────────── writer: api/campaigns
create table campaign (
  id uuid primary key,
  subject_id text not null references subject(id),
  name text not null,
  mode text not null check (mode in ('preview','progressive')),
  state text not null check (state in ('draft','running','paused','finished')),
  script_id uuid references script(id),
  ring_timeout_sec integer not null default 25,
  privileged boolean not null default false, -- the queue that holds shielded persons, named agents only
  created_by uuid references staff_account(id),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create table campaign_target (
  id bigint generated always as identity primary key,
  campaign_id uuid not null references campaign(id),
  person_id bigint not null references person(id),
  position integer not null,
  unique (campaign_id, person_id)
);
create index campaign_target_person on campaign_target (person_id);
create index campaign_target_order on campaign_target (campaign_id, position);

-- ── calls ────────────────────────────────────────────────────────────────────────────────────────── writer: telephony
-- A reservation of a target for an agent: a lease with owner, expiry and reason.
create table target_progress (
  target_id bigint primary key references campaign_target(id),
  state text not null check (state in ('queued','leased','in_call','wrap_up','waiting','done','withdrawn')),
  attempts integer not null default 0,
  next_at timestamptz,                     -- product clock; not before this
  lease_agent_id uuid references staff_account(id),
  lease_until timestamptz,                 -- database clock
  lease_reason text,
  last_phone_id bigint,
  last_line_result text,
  last_talk_result text,
  reason_code text,                        -- stable word for the next column; what the dialer orders and puts back by
  reason text,                             -- why it waits, is done or was withdrawn
  updated_at timestamptz not null default now()
);
create index target_progress_due on target_progress (next_at) where state = 'waiting';
create index target_progress_queued on target_progress (target_id) where state = 'queued';
create index target_progress_lease on target_progress (lease_until) where lease_until is not null;
create table call (
  id uuid primary key,
  node text not null,
  direction text not null check (direction in ('outbound','inbound','synthetic')),
  mode text check (mode in ('preview','progressive','manual')),
  target_id bigint references campaign_target(id),
  campaign_id uuid references campaign(id),
  person_id bigint references person(id),
  phone_id bigint,
  subject_id text references subject(id),
  agent_id uuid references staff_account(id),
  agent_login_id uuid references agent_login(id),
  dialled_number text,
  caller_id text,
  trunk_id text references trunk(id),
  state text not null check (state in ('created','dialling','ringing','talking','held','ended')),
  attempt_no integer,
  channel_id text unique,                  -- the citizen's leg, chosen by us before the originate
  bridge_id text,
  sip_call_id text,                        -- the same at the far side: how its log is matched
  created_at timestamptz not null,         -- product clock, as the next five
  dialled_at timestamptz,
  ringing_at timestamptz,
  answered_at timestamptz,
  bridged_at timestamptz,
  ended_at timestamptz,
  answered_real_ms bigint,                 -- real epoch ms by Asterisk's event time stamps: what lengths are measured from
  ended_real_ms bigint,
  line_result text,                        -- machine class, see core/contracts/calls.ts
  sip_code integer,
  q850_cause integer,
  ended_by text check (ended_by in ('agent','citizen','system','pbx_lost')),
  abandoned boolean not null default false,
  excluded_from_count boolean not null default false,
  recording_id uuid unique,                -- set before the first recorder starts
  ring_spool text,                         -- file names in the spool, without directory
  call_spool text,
  recorder_started_real_ms bigint
);
create index call_person on call (person_id, created_at desc);
create index call_dialled on call (dialled_number, created_at desc) where dialled_number is not null;
create index call_agent on call (agent_id, created_at desc);
create index call_open on call (node) where ended_at is null;
-- What the recording pipeline looks for every second.
create index call_to_record on call (ended_real_ms) where answered_at is not null and recording_id is not null and ended_at is not null;
create table call_event (
  id bigint generated always as identity primary key,
  call_id uuid not null references call(id),
  at timestamptz not null,
  kind text not null,
  detail jsonb
);
create index call_event_call on call_event (call_id, id);
-- One row an agent who ever logged in on this installation: the whole state the desk shows, with its sequence.
create table agent_state (
  agent_id uuid primary key references staff_account(id),
  login_id uuid references agent_login(id),
  node text not null,
  seq bigint not null default 0,           -- +1 with every change; the desk drops what is not newer
  state text not null check (state in ('offline','available','reserved','ringing','talking','wrap_up','break')),
  since timestamptz not null,              -- product clock
  since_real timestamptz not null default now(),
  intent text not null default 'break' check (intent in ('ready','break')),
  campaign_id uuid references campaign(id),
  leg_channel_id text,
  leg_up boolean not null default false,
  media_proven_at timestamptz,             -- last time packets flowed both ways
  target_id bigint,
  call_id uuid references call(id),
  wrap_up_until timestamptz,
  held boolean not null default false,
  notice text                              -- one sentence when something needs the agent (media lost, exchange lost)
);
create table process_heartbeat (           -- writer: each process its own row
  process text primary key,
  node text not null,
  pid integer not null,
  at timestamptz not null default now(),
  detail jsonb
);

-- ── contact with people ──────────────────────────────────────────────────────────── writer: api/contacts, api/identity
create table identity_check (
  id uuid primary key,
  call_id uuid not null references call(id),
  person_id bigint not null references person(id),
  staff_id uuid not null references staff_account(id),
  at timestamptz not null,
  name_result text not null check (name_result in ('matched','failed')),
  factors jsonb not null,                  -- [{factor: birth_date|address|notice_no|insured_no, result: matched|failed}]
  passed boolean not null
);
create index identity_check_call on identity_check (call_id);
create table contact_record (
  id uuid primary key,
  person_id bigint not null references person(id),
  call_id uuid references call(id),
  campaign_id uuid references campaign(id),
  staff_id uuid references staff_account(id),
  subject_id text references subject(id),
  at timestamptz not null,
  channel text not null check (channel in ('call','sms','letter','visit','counter')),
  direction text not null check (direction in ('outbound','inbound')),
  who_answered text,                       -- principal, household, representative, third_party, wrong_person, nobody
  line_result text,
  talk_result text,
  callback_at timestamptz,
  note text not null default '',
  supersedes_id uuid references contact_record(id),
  created_at timestamptz not null default now()
);
create unique index contact_record_once on contact_record (call_id) where supersedes_id is null and call_id is not null;
create index contact_record_talk on contact_record (talk_result, call_id);
create index contact_record_person on contact_record (person_id, at desc);
create index contact_record_call on contact_record (call_id) where call_id is not null;
create index contact_record_superseded on contact_record (supersedes_id) where supersedes_id is not null;

-- ── recordings ──────────────────────────────────────────────────────── writer: recordings-store (in the worker process)
create table recording (
  id uuid primary key,                     -- = call.recording_id
  call_id uuid not null unique references call(id),
  state text not null check (state in ('waiting','collected','verified','encoded','encrypted','registered','failed','purged')),
  started_at timestamptz not null,         -- product clock: the call's answer
  source_name text,                        -- file in the spool it is made from, without directory
  source_from_frame bigint not null default 0, -- ring recorder's file: where the answer is
  source_frames bigint,
  recorded_ms bigint,                      -- from samples, never from a header
  talk_ms bigint,                          -- answer to last hang-up by Asterisk's time stamps
  far_ms bigint,                           -- the same measured at the far side, where there is one
  left_channel text not null default 'citizen',
  right_channel text not null default 'agent',
  codec text,
  plain_sha256 text,                       -- of the encoded file before encryption
  stored_sha256 text,
  stored_bytes bigint,
  plain_bytes bigint,
  path text,                               -- below the store, never from user input
  segment_bytes integer,
  key_id text,
  wrapped_key bytea,
  peaks jsonb,                             -- {perSecond, left: [0..255], right: [...]}
  flags text[] not null default '{}',      -- pbx_lost, from_ring_recorder, repaired, length_mismatch
  lease_until timestamptz,
  attempts integer not null default 0,
  last_error text,
  hold boolean not null default false,
  purge_after date,
  registered_at timestamptz,
  updated_at timestamptz not null default now()
);
create index recording_started on recording (started_at desc);
create index recording_registered on recording (registered_at desc) where state = 'registered';
create index recording_failed on recording (id) where state = 'failed';
create index recording_open on recording (lease_until) where state not in ('registered','failed','purged');
create table incident (
  id bigint generated always as identity primary key,
  call_id uuid references call(id),
  kind text not null,                      -- recording_length, recording_missing, pbx_lost, master_key_missing ...
  at timestamptz not null default now(),
  detail jsonb not null default '{}',
  resolved_at timestamptz,
  unique (call_id, kind)
);
create index incident_open on incident (kind) where resolved_at is null;

-- ── commands from the api to telephony ─────────────────── insert: api; state and result: telephony (a queue has two ends)
create table command (
  id bigint generated always as identity primary key,
  kind text not null,
  agent_id uuid references staff_account(id),
  payload jsonb not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '10 seconds',
  state text not null default 'waiting' check (state in ('waiting','done','refused','expired')),
  result jsonb,                            -- refused: {code, message}
  finished_at timestamptz
);
create index command_waiting on command (id) where state = 'waiting';

-- ── audit ─────────────────────────────────────────────────────────── insert: every process; nobody updates or deletes
create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),   -- real time
  product_at timestamptz,                  -- the product clock, where it differs
  staff_id uuid,
  login text,
  role text,
  ip text,
  action text not null,                    -- login.success, login.failure, logout, search, list, view_person, call, play, import ...
  person_id bigint,
  subject_id text,
  call_id uuid,
  recording_id uuid,
  detail jsonb not null default '{}'       -- never a name, a number or an amount
);
create index audit_log_staff on audit_log (staff_id, id desc);
create index audit_log_person on audit_log (person_id, id desc);
-- writer: worker. Chained digests over ranges of audit_log, so that a changed or missing row is found and named.
create table audit_seal (
  id bigint generated always as identity primary key,
  from_id bigint not null,
  to_id bigint not null,
  rows bigint not null,
  previous text not null,
  leaves bytea not null,                   -- of each row: id (8 bytes, big endian) and its SHA-256, so that a changed row is named
  digest text not null,
  sealed_at timestamptz not null default now()
);
-- Exactly-once ticks of everything scheduled; writer: worker.
create table scheduled_task (
  name text primary key,
  last_run_at timestamptz,
  last_ok_at timestamptz,
  last_error text
);
`);
  // Wake-ups. Every listener also polls, so a lost NOTIFY costs a moment, never an event.
  await knex.raw(`
create function notify_change() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_argv[0], coalesce(to_jsonb(new)->>tg_argv[1], ''));
  return null;
end $$;
create trigger command_created after insert on command for each row execute function notify_change('command', 'id');
create trigger command_finished after update of state on command for each row execute function notify_change('command_finished', 'id');
create trigger agent_changed after insert or update on agent_state for each row execute function notify_change('agent_changed', 'agent_id');
create trigger call_ended after update of ended_at on call for each row when (new.ended_at is not null) execute function notify_change('call_ended', 'id');
create trigger call_changed after insert or update of state on call for each row execute function notify_change('call_changed', 'id');
create function audit_call() returns trigger language plpgsql as $$
begin
  insert into audit_log (product_at, staff_id, login, role, action, person_id, subject_id, call_id, detail)
  select new.created_at, new.agent_id, a.login, a.role, 'call', new.person_id, new.subject_id, new.id,
    jsonb_build_object('direction', new.direction, 'mode', new.mode)
  from (select 1) one left join staff_account a on a.id = new.agent_id;
  return null;
end $$;
-- Every call leaves its audit row in the same transaction, whoever placed it: an agent's key or the dialler by itself.
create trigger call_audited after insert on call for each row execute function audit_call();
create function audit_import() returns trigger language plpgsql as $$
begin
  insert into audit_log (staff_id, login, role, action, detail)
  select new.started_by, coalesce(a.login, case when new.started_by is null then 'command' end), a.role, 'import',
    jsonb_build_object('run', new.id, 'layout', new.layout)
  from (select 1) one left join staff_account a on a.id = new.started_by;
  return null;
end $$;
-- Every import too, from the page, from the command line or by the demo.
create trigger import_audited after insert on import_run for each row execute function audit_import();
create trigger agent_login_changed after insert or update on agent_login for each row execute function notify_change('agent_login_changed', 'id');
create trigger import_changed after insert or update on import_run for each row execute function notify_change('import_changed', 'id');
create trigger recording_changed after insert or update of state on recording for each row execute function notify_change('recording_changed', 'id');
`);
}

export async function down(): Promise<void> {
  throw new Error('The first version has no way back: drop the database instead.');
}
