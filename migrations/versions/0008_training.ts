import type { Knex } from 'knex';

/**
 * Training: invented citizens at the same desk. What belongs to it is marked here, by the row it comes from, so that no writer can forget
 * it; and it never reaches a real telephone, whatever the code above believes.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- Who is to work in training until a supervisor takes it back. writer: api/training
create table training_order (
  staff_id uuid primary key references staff_account(id),
  ordered_by uuid not null references staff_account(id),
  at timestamptz not null                  -- product clock
);
create index person_training on person (id) where training;
create index call_training on call (created_at) where training;
create index campaign_training on campaign (subject_id) where training;

-- What the planner, the heat map and the chances of an answer learn from: never from invented citizens.
create or replace view rung_call as
  select id, target_id, campaign_id, subject_id, created_at, band, number_type, area, answered_at is not null as answered
  from call
  where direction = 'outbound' and full_ring and band is not null and not excluded_from_count and not training
    and coalesce(line_result, '') not in ('trunk_error', 'unallocated', 'temp_out', 'fax');
`);
  await knex.raw(`
create function training_target() returns trigger language plpgsql as $$
declare invented boolean; practice boolean;
begin
  select training into invented from person where id = new.person_id;
  select training into practice from campaign where id = new.campaign_id;
  if invented is distinct from practice then
    raise exception 'training: invented citizens are in campaigns of the training, and nobody else is' using errcode = 'check_violation';
  end if;
  new.training := practice;
  return new;
end $$;
create trigger training_target before insert on campaign_target for each row execute function training_target();

create function training_call() returns trigger language plpgsql as $$
begin
  if new.direction = 'synthetic' then return new; end if;
  new.training := coalesce((select training from campaign where id = new.campaign_id), false)
    or coalesce((select training from person where id = new.person_id), false)
    or (new.direction = 'inbound' and new.person_id is null and exists (select 1 from phone_number n join person p on p.id = n.person_id
      where n.digits = new.caller_id and new.caller_id like '09900%' and p.training));
  if new.training and new.direction = 'outbound'
    and exists (select 1 from trunk where id = new.trunk_id and kind <> 'simulator') then
    raise exception 'training: calls go over the simulator only' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger training_call before insert or update of campaign_id, person_id, trunk_id on call
  for each row execute function training_call();

create function training_party() returns trigger language plpgsql as $$
begin
  if exists (select 1 from call where id = new.call_id and training) and exists (select 1 from trunk where id = new.trunk_id and kind <> 'simulator') then
    raise exception 'training: calls go over the simulator only' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger training_party before insert or update of trunk_id on call_party for each row execute function training_party();

create function training_record() returns trigger language plpgsql as $$
begin
  new.training := new.training or coalesce((select training from call where id = new.call_id), false)
    or coalesce((select training from person where id = new.person_id), false);
  return new;
end $$;
create trigger training_record before insert on contact_record for each row execute function training_record();

create function training_seat() returns trigger language plpgsql as $$
begin
  new.training := coalesce((select training from campaign where id = new.campaign_id), false);
  if new.training and new.login_id is not null then
    update agent_login set training = true where id = new.login_id and not training;
  end if;
  return new;
end $$;
create trigger training_seat before insert or update of campaign_id, login_id on agent_state for each row execute function training_seat();

create function training_message() returns trigger language plpgsql as $$
begin
  if exists (select 1 from person where id = new.person_id and training) then
    raise exception 'training: nothing is sent to an invented citizen' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger training_message before insert on sms_message for each row execute function training_message();
`);
}

export async function down(): Promise<void> {
  throw new Error('A version that holds what citizens said has no way back: restore a backup instead.');
}
