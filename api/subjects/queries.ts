import type { DebtClass } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';

export interface SubjectRow {
  id: string;
  name: string;
  shortName: string;
  debtClass: DebtClass;
  sharingGroup: string;
  colour: string;
  callerId: string;
  centreId: string | null;
  active: boolean;
  windows: CallingWindow[];
}

export async function selectSubjects(db: Queryable, id: string | null = null): Promise<SubjectRow[]> {
  return db<SubjectRow[]>`
    select s.id, s.name, s.short_name as "shortName", s.debt_class as "debtClass", s.sharing_group as "sharingGroup",
      s.colour, s.caller_id as "callerId", s.centre_id as "centreId", s.active,
      (select coalesce(jsonb_agg(jsonb_build_object('dayKind', w.day_kind, 'opens', to_char(w.opens, 'HH24:MI'),
          'closes', to_char(w.closes, 'HH24:MI'), 'validFrom', w.valid_from) order by w.valid_from, w.day_kind, w.opens), '[]')
        from calling_window w where w.subject_id = s.id) as windows
    from subject s where ${id === null ? db`true` : db`s.id = ${id}`} order by s.id`;
}

export interface SubjectChange {
  name: string;
  shortName: string;
  colour: string;
  callerId: string;
  active: boolean;
}

export async function updateSubject(db: Queryable, id: string, change: SubjectChange): Promise<void> {
  await db`
    update subject set name = ${change.name}, short_name = ${change.shortName}, colour = ${change.colour},
      caller_id = ${change.callerId}, active = ${change.active} where id = ${id}`;
}

export async function callerIdTaken(db: Queryable, callerId: string, exceptId: string): Promise<boolean> {
  const rows = await db`select 1 from subject where caller_id = ${callerId} and id <> ${exceptId}`;
  return rows.length > 0;
}

export interface WindowsToSave {
  subjectId: string;
  validFrom: string;
  days: readonly Omit<CallingWindow, 'validFrom'>[];
  staffId: string;
  now: Date;
}

/** One version of a subject's windows is replaced whole; what was valid before stays for the days before. */
export async function replaceWindows(db: Queryable, save: WindowsToSave): Promise<void> {
  const { subjectId, validFrom, days, staffId, now } = save;
  await db`delete from calling_window where subject_id = ${subjectId} and valid_from = ${validFrom}::date`;
  for (const { dayKind, opens, closes } of days) {
    await db`insert into calling_window (subject_id, day_kind, opens, closes, valid_from, saved_by, saved_at)
      values (${subjectId}, ${dayKind}, ${opens}, ${closes}, ${validFrom}, ${staffId}, ${now})`;
  }
}

export interface StoredWindows {
  validFrom: string;
  days: Omit<CallingWindow, 'validFrom'>[];
  savedBy: string | null;
  savedAt: Date | null;
}

/** Every version, newest first. */
export async function selectWindowVersions(db: Queryable, subjectId: string): Promise<StoredWindows[]> {
  return db<StoredWindows[]>`
    select w.valid_from as "validFrom", max(s.display_name) as "savedBy", max(w.saved_at) as "savedAt",
      jsonb_agg(jsonb_build_object('dayKind', w.day_kind, 'opens', to_char(w.opens, 'HH24:MI'),
        'closes', to_char(w.closes, 'HH24:MI')) order by w.day_kind desc, w.opens) as days
    from calling_window w left join staff_account s on s.id = w.saved_by
    where w.subject_id = ${subjectId} group by w.valid_from order by w.valid_from desc`;
}
