import type { CalendarVersion } from '../../core/contracts/http/calendar.ts';
import type { Queryable, TransactionSql } from '../../core/platform/postgres.ts';
import type { CalendarDay, CalendarMonth } from '../../core/rules/calendar.ts';
import type { CalendarSetting } from '../../core/rules/calendar-parameters.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';

/** Which month is meant: of one centre, or (null) of the whole city. */
export interface MonthKey {
  /** `YYYY-MM-01` */
  month: string;
  centreId: string | null;
}

export async function selectCentres(db: Queryable): Promise<{ id: string; name: string }[]> {
  return db<{ id: string; name: string }[]>`select id, name from centre order by name, id`;
}

export async function selectCalendarSettings(db: Queryable): Promise<CalendarSetting[]> {
  return db<CalendarSetting[]>`
    select valid_from as "validFrom", value from setting where key = 'calendar' order by valid_from`;
}

/** Approved months from `from` to `to` (each `YYYY-MM-01`), of every centre and of the city. */
export async function selectApprovedMonths(db: Queryable, from: string, to: string): Promise<CalendarMonth[]> {
  return db<CalendarMonth[]>`
    select centre_id as "centreId", month, version, days from calendar_month
    where state = 'approved' and month between ${from}::date and ${to}::date order by month, version`;
}

export interface StoredVersion extends Omit<CalendarVersion, 'createdAt' | 'approvedAt'> {
  id: string;
  createdAt: Date;
  approvedAt: Date | null;
}

/** Newest first. */
export async function selectVersions(db: Queryable, { month, centreId }: MonthKey): Promise<StoredVersion[]> {
  return db<StoredVersion[]>`
    select m.id, m.version, m.state, m.days, m.note, c.display_name as "createdBy", m.created_at as "createdAt",
      a.display_name as "approvedBy", m.approved_at as "approvedAt",
      (select r.answer from approval_request r where r.kind = 'calendar_month' and r.ref_id = m.id::text
        and r.state in ('approved', 'returned') order by r.decided_at desc limit 1) as answer
    from calendar_month m left join staff_account c on c.id = m.created_by left join staff_account a on a.id = m.approved_by
    where m.month = ${month}::date and m.centre_id is not distinct from ${centreId}
    order by m.version desc`;
}

/** One writer of a month at a time, held until the transaction ends. */
export async function lockMonth(tx: TransactionSql, { month, centreId }: MonthKey): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('calendar'), hashtext(${`${month} ${centreId ?? ''}`}))`;
}

export interface MonthRow extends MonthKey {
  id: string;
  version: number;
  state: CalendarVersion['state'];
  days: CalendarDay[];
  note: string | null;
}

export async function selectMonthRow(db: Queryable, id: string): Promise<MonthRow | undefined> {
  const [row] = await db<MonthRow[]>`
    select id, centre_id as "centreId", month, version, state, days, note from calendar_month where id = ${id}`;
  return row;
}

export interface DraftToSave extends MonthKey {
  id: string;
  version: number;
  days: readonly CalendarDay[];
  staffId: string | null;
  now: Date;
}

export async function insertDraft(db: Queryable, draft: DraftToSave): Promise<void> {
  await db`
    insert into calendar_month (id, centre_id, month, version, state, days, created_by, created_at)
    values (${draft.id}, ${draft.centreId}, ${draft.month}, ${draft.version}, 'draft', ${db.json(draft.days as never)},
      ${draft.staffId}, ${draft.now})`;
}

export async function updateDraft(
  db: Queryable,
  draft: Omit<DraftToSave, 'month' | 'centreId' | 'version'>,
): Promise<void> {
  await db`
    update calendar_month set days = ${db.json(draft.days as never)}, created_by = ${draft.staffId}, created_at = ${draft.now}
    where id = ${draft.id} and state = 'draft'`;
}

export async function setMonthState(
  db: Queryable,
  id: string,
  state: 'draft' | 'requested' | 'returned',
  note: string | null,
): Promise<void> {
  await db`update calendar_month set state = ${state}, note = ${note} where id = ${id}`;
}

/** Puts a version in force; the one before it stays to be read. */
export async function approveMonth(
  db: Queryable,
  { id, month, centreId }: MonthKey & { id: string },
  by: { staffId: string | null; now: Date },
): Promise<void> {
  await db`update calendar_month set state = 'superseded'
    where month = ${month}::date and centre_id is not distinct from ${centreId} and state = 'approved'`;
  await db`update calendar_month set state = 'approved', approved_by = ${by.staffId}, approved_at = ${by.now} where id = ${id}`;
}

export interface CentreSubject {
  id: string;
  name: string;
  shortName: string;
  colour: string;
  windows: CallingWindow[];
}

/** The active subjects a month is for: those of the centre and those of no centre; for the city every one. */
export async function selectCentreSubjects(db: Queryable, centreId: string | null): Promise<CentreSubject[]> {
  return db<CentreSubject[]>`
    select s.id, s.name, s.short_name as "shortName", s.colour,
      (select coalesce(jsonb_agg(jsonb_build_object('dayKind', w.day_kind, 'opens', to_char(w.opens, 'HH24:MI'),
          'closes', to_char(w.closes, 'HH24:MI'), 'validFrom', w.valid_from) order by w.valid_from, w.day_kind, w.opens), '[]')
        from calling_window w where w.subject_id = s.id) as windows
    from subject s
    where s.active and (${centreId}::text is null or s.centre_id is null or s.centre_id = ${centreId})
    order by s.id`;
}
