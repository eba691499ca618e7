import type { Queryable } from '../../core/platform/postgres.ts';

export const reminderKey = (subjectId: string): string => `promise_reminder:${subjectId}`;

/** The approved rules as they stand on a day, by subject, unread. */
export function selectReminderSettings(
  db: Queryable,
  today: string,
): Promise<{ subjectId: string; validFrom: string; value: unknown }[]> {
  return db<{ subjectId: string; validFrom: string; value: unknown }[]>`
    select distinct on (s.key) sub.id as "subjectId", s.valid_from as "validFrom", s.value
    from setting s join subject sub on s.key = ${reminderKey('')} || sub.id
    where s.valid_from <= ${today}::date order by s.key, s.valid_from desc`;
}

export interface RemindablePromise {
  id: string;
  personId: number;
  promisedOn: string;
  madeOn: string;
}

/** Open promises of a subject up to a day for which no wish was raised. Who was stopped, died or is shielded is the gate's matter. */
export function selectRemindable(
  db: Queryable,
  subjectId: string,
  from: string,
  until: string,
): Promise<RemindablePromise[]> {
  return db<RemindablePromise[]>`
    select p.id, p.person_id as "personId", p.promised_on as "promisedOn", p.created_at::date as "madeOn"
    from promise p
    where p.state = 'open' and p.subject_id = ${subjectId} and p.promised_on between ${from}::date and ${until}::date
      and not exists (select 1 from promise_reminder r where r.promise_id = p.id)
    order by p.promised_on, p.id`;
}

export interface NewReminder {
  promiseId: string;
  personId: number;
  subjectId: string;
  channel: 'sms' | 'call';
  remindOn: string;
}

/** @returns how many were new: a promise is reminded of once, whoever asks twice */
export async function insertReminders(db: Queryable, wishes: readonly NewReminder[], now: Date): Promise<number> {
  if (wishes.length === 0) return 0;
  const rows = await db`
    insert into promise_reminder (promise_id, person_id, subject_id, channel, remind_on, created_at)
    select promise_id, person_id, subject_id, channel, remind_on, ${now}
    from jsonb_to_recordset(${db.json(
      wishes.map((wish) => ({
        promise_id: wish.promiseId,
        person_id: wish.personId,
        subject_id: wish.subjectId,
        channel: wish.channel,
        remind_on: wish.remindOn,
      })),
    )}) as w (promise_id uuid, person_id bigint, subject_id text, channel text, remind_on date)
    on conflict (promise_id) do nothing returning promise_id`;
  return rows.length;
}

/** Too late, or there is nothing left to remind of. */
export async function lapseReminders(db: Queryable, now: Date, today: string): Promise<number> {
  const rows = await db`
    update promise_reminder r set state = 'lapsed', done_at = ${now}
    from promise p where p.id = r.promise_id and r.state = 'waiting' and (p.state <> 'open' or p.promised_on < ${today}::date)
    returning r.promise_id`;
  return rows.length;
}

/** What telephony and SMS did, written where people look. */
export async function noteReminded(db: Queryable): Promise<void> {
  await db`update promise p set reminded_at = r.done_at from promise_reminder r
    where r.promise_id = p.id and r.state = 'done' and p.reminded_at is null and p.created_at > now() - interval '400 days'`;
}

export interface WaitingReminder {
  promiseId: string;
  personId: number;
  subjectId: string;
  promisedOn: string;
}

/** Seam of the sender of messages: whom to remind by SMS today. Ask the gate first; then say what became of it. */
export function selectWaitingSmsReminders(db: Queryable, today: string, limit: number): Promise<WaitingReminder[]> {
  return db<WaitingReminder[]>`
    select r.promise_id as "promiseId", r.person_id as "personId", r.subject_id as "subjectId", p.promised_on as "promisedOn"
    from promise_reminder r join promise p on p.id = r.promise_id
    where r.state = 'waiting' and r.channel = 'sms' and r.remind_on <= ${today}::date and p.state = 'open'
      and p.promised_on >= ${today}::date
    order by p.promised_on, r.promise_id limit ${limit}`;
}

/** @param outcome of a refused one: the gate's code; null when it went out @returns false when somebody closed it before */
export async function closeReminder(
  db: Queryable,
  promiseId: string,
  { state, outcome, now }: { state: 'done' | 'refused'; outcome: string | null; now: Date },
): Promise<boolean> {
  const rows = await db`
    update promise_reminder set state = ${state}, outcome = ${outcome}, done_at = ${now}
    where promise_id = ${promiseId} and state = 'waiting' returning promise_id`;
  return rows.length === 1;
}
