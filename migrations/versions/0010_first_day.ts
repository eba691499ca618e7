import type { Knex } from 'knex';

/** What a city missed on the first day. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── wake-ups ────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Nobody listens to these: a ring or an answer that a desk shows comes with a new sequence of its agent.
drop trigger call_changed on call;
drop trigger recording_changed on recording;
drop trigger hold_changed on dialling_hold;
-- The age of a proof, or the hour of a page's last word, is nothing a desk shows.
drop trigger agent_changed on agent_state;
create trigger agent_changed after insert or update of seq on agent_state for each row execute function notify_change('agent_changed', 'agent_id');
-- A telephone that nobody answered, and in which the network said nothing, leaves the worker nothing to do.
drop trigger call_ended on call;
create trigger call_ended after update of ended_at on call for each row
  when (new.ended_at is not null and (new.answered_at is not null or new.early_media_spool is not null or new.direction = 'inbound'))
  execute function notify_change('call_ended', 'id');
`);
  await knex.raw(`
-- ── what callers nobody knew said ───────────────────────────────────────────────── writer: api/contacts, api/hand-overs
-- A complaint is told, kept and reported whoever it is from: without a person it is the call's, until somebody says who it was.
alter table hand_over alter column person_id drop not null;
alter table hand_over add constraint hand_over_of_somebody check (person_id is not null or call_id is not null);
create index hand_over_unknown on hand_over (call_id) where person_id is null;
alter table hand_over_event drop constraint hand_over_event_act_check;
alter table hand_over_event add constraint hand_over_event_act_check check (act in ('raised','repeated','told','taken','remark','reported',
  'approved','returned','answered','closed','resumed','withdrawn','read','identified'));
alter table unknown_caller_record
  add column callback_at timestamptz,      -- product clock; a task of the desk calls then
  add column cause_kind text check (cause_kind in ('call','sms','letter','visit','other')),
  add column claims_paid_on date,          -- 納付済の申出, as said
  add column claims_paid_where text,
  add column contact_record_id uuid references contact_record(id); -- somebody said who it was: from then on that record counts

-- ── asked to be called back, on a call that belongs to no campaign ─────────────────────────────────── writer: api/tasks
alter table desk_task drop constraint desk_task_kind_check;
alter table desk_task add constraint desk_task_kind_check check (kind in ('voicemail','abandoned_inbound','keep_my_place','sms_reply',
  'asked_call_back'));
alter table desk_task add column not_before timestamptz; -- product clock; the moment the citizen asked for, null = as soon as possible

-- ── facets of installments ───────────────────────────────────────────────────────────────────────── writer: api/imports
-- A trigger that looks at each row before it is stored keeps COPY from storing rows page by page, and has each row that an update
-- changes locked first: a tenth of a first load. So whoever brings no facet (the importer always does) writes 0, which none has, and the
-- right one is put there at the end of the statement. Locked, because the number of a new facet is the next one.
drop trigger arrears_facet_named on arrears_item;
drop trigger arrears_facet_renamed on arrears_item;
drop function name_arrears_facet();
alter table arrears_item alter column facet_id set default 0, alter column id set cache 50;
create function name_stored_facet() returns trigger language plpgsql as $$
declare named integer;
begin
  loop
    select f.id into named from arrears_facet f
    where (f.subject_id, f.levy_year, f.taxable_year, f.period_no, f.due_date, f.demanded, f.direct_debit)
        = (new.subject_id, new.levy_year, new.taxable_year, new.period_no, new.due_date, new.demand_issued_on is not null,
          new.direct_debit)
      and f.disposition is not distinct from new.disposition;
    exit when found;
    lock table arrears_facet in share row exclusive mode;
    insert into arrears_facet
    select coalesce(max(id), 0) + 1, new.subject_id, new.levy_year, new.taxable_year, new.period_no, new.due_date,
      new.demand_issued_on is not null, new.disposition, new.direct_debit
    from arrears_facet
    on conflict do nothing;
  end loop;
  update arrears_item set facet_id = named where id = new.id and facet_id <> named;
  return null;
end $$;
-- Inserted rows are named all together: one by one a hundred thousand of them would take four times as long.
create index arrears_item_unnamed on arrears_item (id) where facet_id = 0;
create function name_stored_facets() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if not exists (select 1 from arrears_item where facet_id = 0) then return null; end if;
  if exists (
    select subject_id, levy_year, taxable_year, period_no, due_date, demand_issued_on is not null, disposition, direct_debit
    from arrears_item where facet_id = 0
    except
    select subject_id, levy_year, taxable_year, period_no, due_date, demanded, disposition, direct_debit from arrears_facet
  ) then
    lock table arrears_facet in share row exclusive mode;
    insert into arrears_facet
    select (select coalesce(max(id), 0) from arrears_facet) + row_number() over (), fresh.* from (
      select subject_id, levy_year, taxable_year, period_no, due_date, demand_issued_on is not null, disposition, direct_debit
      from arrears_item where facet_id = 0
      except
      select subject_id, levy_year, taxable_year, period_no, due_date, demanded, disposition, direct_debit from arrears_facet) fresh;
  end if;
  update arrears_item a set facet_id = f.id from arrears_facet f
  where a.facet_id = 0
    and (f.subject_id, f.levy_year, f.taxable_year, f.period_no, f.due_date, f.demanded, f.direct_debit)
      = (a.subject_id, a.levy_year, a.taxable_year, a.period_no, a.due_date, a.demand_issued_on is not null, a.direct_debit)
    and f.disposition is not distinct from a.disposition;
  return null;
end $$;
create trigger arrears_facet_named after insert on arrears_item for each statement execute function name_stored_facets();
create trigger arrears_facet_renamed after update on arrears_item for each row when (
  new.facet_id = old.facet_id and
  (new.subject_id, new.levy_year, new.taxable_year, new.period_no, new.due_date, new.demand_issued_on is null, new.disposition,
    new.direct_debit)
  is distinct from
  (old.subject_id, old.levy_year, old.taxable_year, old.period_no, old.due_date, old.demand_issued_on is null, old.disposition,
    old.direct_debit))
  execute function name_stored_facet();
`);
}

export async function down(): Promise<void> {
  throw new Error('A version that holds what citizens said has no way back: restore a backup instead.');
}
