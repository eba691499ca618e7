import type { Queryable } from '../../core/platform/postgres.ts';
import type { PromiseMaker, PromiseMethod, PromiseState } from '../../core/rules/promise.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

/** Key `promises` as valid on a day, unread. @param today `YYYY-MM-DD` */
export async function selectPromiseSetting(db: Queryable, today: string): Promise<unknown> {
  const [row] = await db<{ value: unknown }[]>`
    select value from setting where key = 'promises' and valid_from <= ${today}::date order by valid_from desc limit 1`;
  return row?.value;
}

export interface PromisableItem {
  id: number;
  unpaid: number;
  received: number;
  source: SharingScope;
}

/**
 * The person's open periods. Not locked: an import may hold them for minutes. Both figures are of one moment, and what is paid after it
 * counts on the promise.
 */
export function selectOpenItems(db: Queryable, personId: number): Promise<PromisableItem[]> {
  return db<PromisableItem[]>`
    select a.id, a.unpaid, a.collected + a.paid as received,
      jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) as source
    from arrears_item a join subject s on s.id = a.subject_id
    where a.person_id = ${personId} and a.principal - a.collected - a.paid > 0
    order by a.due_date, a.id`;
}

export async function selectSubjectScope(db: Queryable, subjectId: string): Promise<SharingScope | undefined> {
  const [row] = await db<SharingScope[]>`
    select id as "subjectId", debt_class as "debtClass", sharing_group as "sharingGroup" from subject where id = ${subjectId}`;
  return row;
}

export interface NewPromise {
  id: string;
  personId: number;
  contactRecordId: string | null;
  callId: string | null;
  subjectId: string;
  promisedOn: string;
  amount: number | null;
  method: PromiseMethod;
  reissue: boolean;
  madeBy: PromiseMaker;
  graceDays: number;
  staffId: string;
  now: Date;
}

export async function insertPromise(
  db: Queryable,
  promise: NewPromise,
  items: readonly PromisableItem[],
): Promise<void> {
  const { id, now, staffId } = promise;
  await db`
    insert into promise (id, person_id, contact_record_id, call_id, subject_id, promised_on, amount, method, reissue, made_by,
      grace_days, staff_id, created_at)
    values (${id}, ${promise.personId}, ${promise.contactRecordId}, ${promise.callId}, ${promise.subjectId}, ${promise.promisedOn},
      ${promise.amount}, ${promise.method}, ${promise.reissue}, ${promise.madeBy}, ${promise.graceDays}, ${staffId}, ${now})`;
  await db`
    insert into promise_item (promise_id, arrears_item_id, unpaid, received)
    select ${id}, * from unnest(${items.map((item) => item.id)}::bigint[], ${items.map(({ unpaid }) => unpaid)}::bigint[],
      ${items.map(({ received }) => received)}::bigint[])`;
  await insertEvents(db, [{ promiseId: id, state: 'open', keptAmount: 0 }], { at: now, cause: 'made', staffId });
}

/** Every promise of the person in one order, the judge's too: whoever saves and whoever judges wait for each other instead of crossing. */
export async function lockPromisesOf(db: Queryable, personId: number): Promise<void> {
  await db`select 1 from promise where person_id = ${personId} order by id for update`;
}

/** Open promises of the person about any of these periods: a new date for one of them replaces what was said before. */
export function lockOpenPromises(
  db: Queryable,
  personId: number,
  itemIds: readonly number[],
): Promise<{ id: string }[]> {
  return db<{ id: string }[]>`
    select p.id from promise p where p.person_id = ${personId} and p.state = 'open'
      and exists (select 1 from promise_item i where i.promise_id = p.id and i.arrears_item_id = any(${itemIds as number[]}::bigint[]))
    order by p.id for update`;
}

/** A newer promise stands in the place of broken ones: nobody follows those up any more. */
export async function replaceBroken(
  db: Queryable,
  personId: number,
  itemIds: readonly number[],
  by: string,
): Promise<void> {
  await db`
    update promise p set replaced_by = ${by}
    where p.person_id = ${personId} and p.state in ('broken', 'part') and p.replaced_by is null and p.id <> ${by}
      and exists (select 1 from promise_item i where i.promise_id = p.id and i.arrears_item_id = any(${itemIds as number[]}::bigint[]))`;
}

/**
 * What these promises had replaced is again what it was before them: postponed is open, to be judged anew; broken is somebody's to follow up.
 * Not where a third promise has taken the place of these: that one stands.
 */
export async function restoreReplaced(
  db: Queryable,
  ids: readonly string[],
  { at, staffId }: { at: Date; staffId: string | null },
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db<{ promiseId: string; keptAmount: number }[]>`
    update promise p set state = 'open', replaced_by = null, judged_at = null
    from promise by where by.id = any(${ids as string[]}::uuid[]) and by.state <> 'postponed' and p.replaced_by = by.id and p.state = 'postponed'
    returning p.id as "promiseId", p.kept_amount as "keptAmount"`;
  await insertEvents(
    db,
    rows.map((row) => ({ ...row, state: 'open' })),
    { at, cause: 'corrected', staffId },
  );
  await db`insert into promise_stir (promise_id) select unnest(${rows.map(({ promiseId }) => promiseId)}::uuid[])`;
  await db`
    update promise p set replaced_by = null
    from promise by where by.id = any(${ids as string[]}::uuid[]) and by.state <> 'postponed' and p.replaced_by = by.id
      and p.state in ('broken', 'part')`;
  if (rows.length > 0) await db`select pg_notify('promise_stirred', '')`;
}

/** Promises, not withdrawn yet, that rest on this record of a conversation. */
export function lockPromisesOfRecord(db: Queryable, contactRecordId: string): Promise<{ id: string }[]> {
  return db<{ id: string }[]>`
    select id from promise where contact_record_id = ${contactRecordId} and state <> 'withdrawn' order by id for update`;
}

export async function selectSuperseded(db: Queryable, contactRecordId: string): Promise<string | null> {
  const [row] = await db<{ id: string | null }[]>`
    select supersedes_id as id from contact_record where id = ${contactRecordId}`;
  return row?.id ?? null;
}

export interface Ending {
  state: 'postponed' | 'withdrawn';
  cause: 'postponed' | 'corrected';
  replacedBy: string | null;
  at: Date;
  staffId: string | null;
}

export async function endPromises(db: Queryable, ids: readonly string[], ending: Ending): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db<{ promiseId: string; keptAmount: number }[]>`
    update promise set state = ${ending.state}, replaced_by = coalesce(${ending.replacedBy}, replaced_by), judged_at = ${ending.at}
    where id = any(${ids as string[]}::uuid[]) returning id as "promiseId", kept_amount as "keptAmount"`;
  await insertEvents(
    db,
    rows.map((row) => ({ ...row, state: ending.state })),
    ending,
  );
  await db`update promise_reminder set state = 'lapsed', done_at = ${ending.at}
    where promise_id = any(${ids as string[]}::uuid[]) and state = 'waiting'`;
}

export type PromiseCause = 'made' | 'payment' | 'day' | 'postponed' | 'corrected';

export async function insertEvents(
  db: Queryable,
  changes: readonly { promiseId: string; state: PromiseState; keptAmount: number }[],
  { at, cause, staffId }: { at: Date; cause: PromiseCause; staffId: string | null },
): Promise<void> {
  if (changes.length === 0) return;
  await db`
    insert into promise_event (promise_id, at, state, kept_amount, cause, staff_id)
    select id, ${at}, state, kept, ${cause}, ${staffId}
    from unnest(${changes.map(({ promiseId }) => promiseId)}::uuid[], ${changes.map(({ state }) => state)}::text[],
      ${changes.map(({ keptAmount }) => keptAmount)}::bigint[]) as c (id, state, kept)`;
}
