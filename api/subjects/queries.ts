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

/** One version of a subject's windows is replaced whole; what was valid before stays for the days before. */
export async function replaceWindows(
  db: Queryable,
  subjectId: string,
  validFrom: string,
  windows: readonly Omit<CallingWindow, 'validFrom'>[],
): Promise<void> {
  await db`delete from calling_window where subject_id = ${subjectId} and valid_from = ${validFrom}::date`;
  for (const { dayKind, opens, closes } of windows) {
    await db`insert into calling_window (subject_id, day_kind, opens, closes, valid_from)
      values (${subjectId}, ${dayKind}, ${opens}, ${closes}, ${validFrom})`;
  }
}
