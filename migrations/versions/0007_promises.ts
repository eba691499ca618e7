import type { Knex } from 'knex';

/** What citizens promised, what became of it, what is judged next; and what a shift begins with. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── promises ──────────────────────────────────────────────────────────────────────────────────── writer: api/promises
create table promise (
  id uuid primary key,
  person_id bigint not null references person(id),
  contact_record_id uuid references contact_record(id),
  call_id uuid references call(id),
  subject_id text not null references subject(id),
  promised_on date not null,               -- one promise, one date; more dates are an instalment request
  amount bigint check (amount > 0),        -- yen; null = what is unpaid of the items that day
  method text not null check (method in ('slip','convenience','bank','direct_debit','counter','smartphone')),
  reissue boolean not null default false,  -- a new slip is needed
  made_by text not null check (made_by in ('principal','household','representative')),
  state text not null default 'open' check (state in ('open','kept','part','broken','postponed','withdrawn')),
  kept_amount bigint not null default 0,   -- paid on its items since it was made, as known at judged_at
  grace_days smallint not null,            -- as the city's setting said when it was made: payment data lag
  judged_at timestamptz,
  replaced_by uuid references promise(id), -- postponed to
  reminded_at timestamptz,
  staff_id uuid not null references staff_account(id),
  created_at timestamptz not null
);
create index promise_person on promise (person_id, created_at desc);
create index promise_open on promise (promised_on) where state = 'open';
create index promise_broken on promise (promised_on) where state in ('broken','part') and replaced_by is null;
create index promise_kept on promise (judged_at) where state = 'kept';
create index promise_staff on promise (staff_id, promised_on);
create table promise_item (
  promise_id uuid not null references promise(id),
  arrears_item_id bigint not null references arrears_item(id) not enforced,
  unpaid bigint not null,                  -- when the promise was made
  received bigint not null,                -- 収納額 and payments beside it when the promise was made: what comes on top was paid on the promise
  primary key (promise_id, arrears_item_id)
);
create index promise_item_item on promise_item (arrears_item_id);
-- Every change of a promise's state, for the time line and for who asks why. Only added to.
create table promise_event (
  id bigint generated always as identity primary key,
  promise_id uuid not null references promise(id),
  at timestamptz not null,                 -- product clock
  state text not null,
  kept_amount bigint not null,
  cause text not null check (cause in ('made','payment','day','postponed','corrected')),
  staff_id uuid references staff_account(id) -- null = judged by itself
);
create index promise_event_promise on promise_event (promise_id, id);
-- Promises whose claims a payment touched, or took back, since they were judged last: written by the payment's own transaction.
-- insert: trigger of payment_entry; delete: api/promises with the judgement (two ends)
create table promise_stir (
  id bigint generated always as identity primary key,
  promise_id uuid not null references promise(id) not enforced -- an import must not lock a promise that somebody is saving
);
-- A wish to remind of a promise, where the city approved it. insert: api/promises; state: api/sms (sms), telephony (call) (two ends)
create table promise_reminder (
  promise_id uuid primary key references promise(id),
  person_id bigint not null references person(id),
  subject_id text not null references subject(id),
  channel text not null check (channel in ('sms','call')),
  remind_on date not null,
  state text not null default 'waiting' check (state in ('waiting','done','refused','lapsed')),
  outcome text,                            -- of a refused one: the gate's code
  created_at timestamptz not null,
  done_at timestamptz
);
create index promise_reminder_waiting on promise_reminder (remind_on) where state = 'waiting';
create index target_progress_promise on target_progress (target_id)
  where reason_code in ('promise','promise_open','promise_kept','credited') and lease_until is null;
create index promise_reminder_person on promise_reminder (person_id) where state = 'waiting';
alter table approval_request drop constraint approval_request_kind_check;
alter table approval_request add constraint approval_request_kind_check check (kind in ('call_list','calendar_month','predictive','instalment',
  'hand_over','do_not_call','sms_list','sms_template','promise_reminder'));

-- ── notices ──────────────────────────────────────────────────────────────────────────────────── writer: api/desk-work
-- What whoever watches the floor tells everybody, on the page a shift begins with. Never about a person.
create table notice (
  id uuid primary key,
  body text not null,
  subject_id text references subject(id),  -- null = every line
  from_on date not null,
  to_on date not null,
  created_by uuid not null references staff_account(id),
  created_at timestamptz not null,         -- product clock
  withdrawn_by uuid references staff_account(id),
  withdrawn_at timestamptz
);
create index notice_living on notice (to_on) where withdrawn_at is null;
`);
  await knex.raw(`
create function stir_promises() returns trigger language plpgsql as $$
begin
  insert into promise_stir (promise_id)
    select distinct pi.promise_id from changed c join promise_item pi on pi.arrears_item_id = c.arrears_item_id;
  if found then perform pg_notify('promise_stirred', ''); end if;
  return null;
end $$;
create trigger promises_stirred_by_payment after insert on payment_entry referencing new table as changed
  for each statement execute function stir_promises();
create trigger promises_stirred_by_cancel after update on payment_entry referencing new table as changed
  for each statement execute function stir_promises();
-- A promise holds calls back or lets them go: telephony looks again.
create trigger promise_changed after insert or update on promise for each statement execute function notify_statement('debt_changed');
create trigger promise_reminder_raised after insert on promise_reminder for each statement execute function notify_statement('debt_changed');
`);
}

export async function down(): Promise<void> {
  throw new Error('A version that holds what citizens said has no way back: restore a backup instead.');
}
