import type { Queryable } from '../../core/platform/postgres.ts';
import type { HandOverKind, InstalmentWish, StoredReason } from '../../core/rules/hand-over.ts';
import type { StopKind } from '../../core/rules/stop-policy.ts';

export interface NewHandOver {
  id: string;
  kind: HandOverKind;
  /** null = a caller nobody knows: then the call says who it was. */
  personId: number | null;
  contactRecordId: string | null;
  callId: string | null;
  subjectId: string | null;
  reason: StoredReason;
  body: string;
  wishes: readonly InstalmentWish[] | null;
  stopFlagId: number | null;
  dueAt: Date;
  staffId: string;
  now: Date;
}

/** @returns false when it is a do-not-call and the person has a living one */
export async function insertHandOver(db: Queryable, row: NewHandOver): Promise<boolean> {
  const wishes = row.wishes === null ? null : db.json(row.wishes as never);
  const rows = await db`
    insert into hand_over (id, kind, person_id, contact_record_id, call_id, subject_id, reason, body, wishes, due_at, raised_by,
      raised_at, stop_flag_id)
    values (${row.id}, ${row.kind}, ${row.personId}, ${row.contactRecordId}, ${row.callId}, ${row.subjectId}, ${row.reason},
      ${row.body}, ${wishes}, ${row.dueAt}, ${row.staffId}, ${row.now}, ${row.stopFlagId})
    on conflict (person_id) where kind = 'do_not_call' and resumed_at is null and state <> 'withdrawn' do nothing
    returning id`;
  return rows.length === 1;
}

export type HandOverAct =
  | 'raised'
  | 'repeated'
  | 'told'
  | 'taken'
  | 'remark'
  | 'reported'
  | 'approved'
  | 'returned'
  | 'answered'
  | 'closed'
  | 'resumed'
  | 'withdrawn'
  | 'read'
  | 'identified';

export interface NewEvent {
  handOverId: string;
  at: Date;
  act: HandOverAct;
  staffId: string | null;
  body?: string;
  contactRecordId?: string | null;
}

export async function insertEvent(db: Queryable, event: NewEvent): Promise<void> {
  await db`
    insert into hand_over_event (hand_over_id, at, act, body, contact_record_id, staff_id)
    values (${event.handOverId}, ${event.at}, ${event.act}, ${event.body ?? ''}, ${event.contactRecordId ?? null}, ${event.staffId})`;
}

/** The living do-not-call that somebody nobody knows asked for with the number of this call. */
export async function selectDoNotCallOfNumber(db: Queryable, callId: string | null): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select h.id from unknown_caller_record now join unknown_caller_record u on u.number = now.number
      join hand_over h on h.call_id = u.call_id and h.person_id is null
    where now.call_id = ${callId} and h.kind = 'do_not_call' and h.resumed_at is null and h.state <> 'withdrawn' limit 1`;
  return row?.id;
}

/** The living do-not-call of a person. */
export async function selectDoNotCall(db: Queryable, personId: number): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select id from hand_over where person_id = ${personId} and kind = 'do_not_call' and resumed_at is null and state <> 'withdrawn'`;
  return row?.id;
}

export async function insertStop(
  db: Queryable,
  stop: { personId: number; kind: StopKind; fromOn: string; now: Date },
): Promise<number> {
  const [row] = await db<{ id: number }[]>`
    insert into stop_flag (person_id, kind, from_on, source, created_at)
    values (${stop.personId}, ${stop.kind}, ${stop.fromOn}, 'manual', ${stop.now}) returning id`;
  if (!row) throw new Error('a stop was not written');
  return row.id;
}

/** In force up to yesterday: from this moment it stops nobody, and stays to be read. */
export async function endStop(db: Queryable, handOverId: string, yesterday: string): Promise<void> {
  await db`update stop_flag set to_on = ${yesterday}
    where id = (select stop_flag_id from hand_over where id = ${handOverId}) and (to_on is null or to_on > ${yesterday}::date)`;
}

/** Raised from this record and neither closed nor withdrawn. */
export function lockRaisedFrom(db: Queryable, contactRecordId: string): Promise<{ id: string; kind: HandOverKind }[]> {
  return db<{ id: string; kind: HandOverKind }[]>`
    select id, kind from hand_over where contact_record_id = ${contactRecordId} and state in ('waiting', 'in_work')
    order by id for update`;
}

/** The newest other record, itself not corrected, in which the same do-not-call was asked for. */
export async function selectSaidElsewhere(db: Queryable, id: string, recordId: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select r.id from hand_over_event e join contact_record r on r.id = e.contact_record_id
    where e.hand_over_id = ${id} and r.id <> ${recordId} and r.talk_result = 'do_not_call'
      and not exists (select 1 from contact_record newer where newer.supersedes_id = r.id)
    order by e.id desc limit 1`;
  return row?.id;
}

export async function moveToRecord(db: Queryable, id: string, recordId: string): Promise<void> {
  await db`update hand_over set contact_record_id = ${recordId} where id = ${id}`;
}

export async function markWithdrawn(db: Queryable, id: string): Promise<void> {
  await db`update hand_over set state = 'withdrawn' where id = ${id}`;
}

export interface RaiseGround {
  centreId: string | null;
  subjectShortName: string | null;
  /** Key `hand_overs` as valid on the day, unread. */
  setting: unknown;
  /** What the record at hand corrects. */
  supersedesId: string | null;
  /** An invented citizen: nothing of it goes to the city. */
  training: boolean;
}

export async function selectRaiseGround(
  db: Queryable,
  of: { personId: number | null; subjectId: string | null; contactRecordId: string | null; today: string },
): Promise<RaiseGround> {
  const [row] = await db<RaiseGround[]>`
    select (select centre_id from subject where id = ${of.subjectId}) as "centreId",
      (select short_name from subject where id = ${of.subjectId}) as "subjectShortName",
      (select value from setting where key = 'hand_overs' and valid_from <= ${of.today}::date order by valid_from desc limit 1)
        as setting,
      (select supersedes_id from contact_record where id = ${of.contactRecordId}) as "supersedesId",
      coalesce((select training from person where id = ${of.personId}), false) as training`;
  return row ?? { centreId: null, subjectShortName: null, setting: null, supersedesId: null, training: false };
}

export async function linkStop(db: Queryable, id: string, stopFlagId: number): Promise<void> {
  await db`update hand_over set stop_flag_id = ${stopFlagId} where id = ${id}`;
}
