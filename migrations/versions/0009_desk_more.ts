import type { Knex } from 'knex';

/** What the first shifts at the desk asked for. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── callers nobody knew ─────────────────────────────────────────────────────────────────────────── writer: api/contacts
-- The result of a call with somebody who was not found in the city's data: contact_record is a person's, and there is none. Nothing is
-- raised from it (no promise, no hand-over); the next call from the number shows it.
create table unknown_caller_record (
  call_id uuid primary key references call(id),
  staff_id uuid not null references staff_account(id),
  subject_id text references subject(id),
  number text,                             -- national digits; null = withheld
  at timestamptz not null,                 -- product clock
  direction text not null check (direction in ('outbound','inbound')),
  who_answered text,                       -- as in contact_record
  line_result text,
  talk_result text,
  inbound_class text,                      -- I02
  speaker_name text,
  note text not null default ''
);
create index unknown_caller_record_number on unknown_caller_record (number, at desc) where number is not null;

-- ── what telephones answer by SMS ────────────────────────────────────────────────────────────────────── writer: api/sms
create table sms_reply (
  id bigint generated always as identity primary key,
  transport text not null,
  reference text,                          -- the carrier's name of it: told twice, it is one
  digits text not null,                    -- of the telephone
  body text not null,                      -- as the citizen wrote it: read by whoever took the task
  message_id uuid references sms_message(id), -- the newest of ours to that telephone
  stopped boolean not null,                -- the words asked for no more messages: the stop was put with this row
  task_id uuid references desk_task(id),
  received_at timestamptz not null         -- product clock
);
create unique index sms_reply_once on sms_reply (transport, reference) where reference is not null;
create index sms_reply_digits on sms_reply (digits, received_at desc);
create index sms_reply_task on sms_reply (task_id) where task_id is not null;

-- ── recordings that are kept longer ──────────────────────────────────────── writer: recordings-store (in the worker process)
alter table recording add column hold_reason text check (hold_reason in ('complaint')); -- why hold stands; null = none, or put by a person
create index recording_hold on recording (call_id) where hold_reason is not null;
create index hand_over_complaint_call on hand_over (call_id) where kind = 'complaint' and call_id is not null;

-- ── who waits ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Enters the queue, is given to somebody, hangs up, keeps the place, waited in vain: whoever shows the queue looks again.
create trigger inbound_queue_call after update of queued_real_ms, agent_id, ended_at on call for each row
  when (new.direction = 'inbound' and new.queued_real_ms is not null) execute function notify_change('inbound_queue', 'id');
create trigger inbound_queue_event after insert on call_event for each row
  when (new.kind in ('waited_in_vain', 'keep_place')) execute function notify_change('inbound_queue', 'call_id');
`);
}

export async function down(): Promise<void> {
  throw new Error('A version that holds what citizens said has no way back: restore a backup instead.');
}
