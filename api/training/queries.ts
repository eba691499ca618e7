import type { DebtClass } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

export interface TrainingOrder {
  orderedBy: string;
  name: string;
}

/** Who sent this account into training; null = it works. */
export async function trainingOrder(db: Queryable, staffId: string): Promise<TrainingOrder | null> {
  const [row] = await db<TrainingOrder[]>`
    select o.ordered_by as "orderedBy", s.display_name as name
    from training_order o join staff_account s on s.id = o.ordered_by where o.staff_id = ${staffId}`;
  return row ?? null;
}

/** Nobody real: nothing is sent to them. */
export async function isInvented(db: Queryable, personId: number): Promise<boolean> {
  return (await db`select 1 from person where id = ${personId} and training`).length > 0;
}

/** A supervisor's word stands over one's own. */
export async function insertOrder(db: Queryable, staffId: string, orderedBy: string, now: Date): Promise<void> {
  await db`
    insert into training_order (staff_id, ordered_by, at) values (${staffId}, ${orderedBy}, ${now})
    on conflict (staff_id) do update set ordered_by = excluded.ordered_by, at = excluded.at where excluded.ordered_by <> excluded.staff_id`;
}

export async function deleteOrder(db: Queryable, staffId: string): Promise<boolean> {
  return (await db`delete from training_order where staff_id = ${staffId} returning staff_id`).length > 0;
}

/** What the account's desk does now; undefined = it never logged in there. A case that was only offered goes back with the break. */
export async function lockSeat(
  db: Queryable,
  staffId: string,
): Promise<{ state: string; intent: string; inHand: boolean } | undefined> {
  const [row] = await db<{ state: string; intent: string; inHand: boolean }[]>`
    select state, intent, call_id is not null or (target_id is not null and state <> 'reserved') as "inHand" from agent_state where agent_id = ${staffId} for update`;
  return row;
}

export interface TraineeRow {
  id: string;
  name: string;
  seat: number | null;
  on: boolean;
  ordered: boolean;
  skills: string[] | null;
  subjectScope: string[] | null;
  centreScope: string[] | null;
}

export function selectTrainees(db: Queryable): Promise<TraineeRow[]> {
  return db<TraineeRow[]>`
    select s.id, s.display_name as name, s.seat_no as seat, o.staff_id is not null as on,
      coalesce(o.ordered_by <> o.staff_id, false) as ordered, s.skills, s.subject_scope as "subjectScope", s.centre_scope as "centreScope"
    from staff_account s left join training_order o on o.staff_id = s.id
    where s.role = 'agent' and s.disabled_at is null order by s.seat_no nulls last, s.display_name, s.id limit 500`;
}

export interface PracticeLine {
  id: string;
  name: string;
  debtClass: DebtClass;
  active: boolean;
  centreId: string | null;
}

export function selectLines(db: Queryable): Promise<PracticeLine[]> {
  return db<PracticeLine[]>`
    select id, name, debt_class as "debtClass", active, centre_id as "centreId" from subject where active order by id`;
}

/** Invented citizens of the subject nobody has called yet. */
export async function countUntouched(db: Queryable, subjectId: string): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from campaign c join campaign_target t on t.campaign_id = c.id
    where c.training and c.state = 'running' and c.subject_id = ${subjectId}
      and not exists (select 1 from target_progress p where p.target_id = t.id)`;
  return row?.n ?? 0;
}

/** Used-up campaigns of the training at which nobody sits any more. */
export async function finishUsedUp(db: Queryable, subjectId: string, now: Date): Promise<void> {
  await db`
    update campaign c set state = 'finished', finished_at = ${now}
    where c.training and c.state = 'running' and c.subject_id = ${subjectId}
      and not exists (select 1 from agent_state a where a.campaign_id = c.id and a.state <> 'offline')`;
}

export async function insertPractice(
  db: Queryable,
  campaign: { id: string; subjectId: string; name: string; scriptId: string; now: Date },
): Promise<void> {
  await db`
    insert into campaign (id, subject_id, name, mode, state, script_id, training, created_at, started_at)
    values (${campaign.id}, ${campaign.subjectId}, ${campaign.name}, 'preview', 'running', ${campaign.scriptId}, true,
      ${campaign.now}, ${campaign.now})`;
}

export interface InventedCitizen {
  addresseeNo: string;
  name: string;
  nameSearch: string;
  kana: string;
  kanaSearch: string;
  birth: string;
  address: string;
  addressSearch: string;
  language: string | null;
  digits: string;
  noticeNo: string;
  periods: readonly { no: string; due: string; demandOn: string; year: number; principal: number }[];
}

/** How many were ever invented: each has a number and a name of its own. */
export async function countInvented(db: Queryable): Promise<number> {
  // One at a time: two agents who begin at once must not invent the same people.
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from (select pg_advisory_xact_lock(hashtext('toritsugi/training'))) one, person where training`;
  return row?.n ?? 0;
}

export async function insertCitizen(
  db: Queryable,
  citizen: InventedCitizen,
  place: { campaignId: string; subjectId: string; position: number },
): Promise<void> {
  const [person] = await db<{ id: number }[]>`
    insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search, birth_date, language, address_line1,
      address_search, training)
    values (${citizen.addresseeNo}, 'individual', ${citizen.name}, ${citizen.nameSearch}, ${citizen.kana}, ${citizen.kanaSearch},
      ${citizen.birth}, ${citizen.language}, ${citizen.address}, ${citizen.addressSearch}, true) returning id`;
  if (!person) throw new Error('an invented citizen was not written');
  await db`
    insert into phone_number (person_id, position, raw, digits, type, usable)
    values (${person.id}, 1, ${citizen.digits}, ${citizen.digits}, 'home', true)`;
  for (const { no, due, demandOn, year, principal } of citizen.periods) {
    await db`
      insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal, demand_issued_on)
      values (${place.subjectId}, ${year}, ${year}, ${citizen.noticeNo}, ${no}, ${person.id}, ${due}, ${principal}, ${demandOn})`;
  }
  await db`
    insert into campaign_target (campaign_id, person_id, position) values (${place.campaignId}, ${person.id}, ${place.position})`;
}
