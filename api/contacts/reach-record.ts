import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import { selectViewerSubjects } from '../persons/queries.ts';
import { type RecordRow, selectNewest, selectOnTheLine } from './correct-queries.ts';

/**
 * The newest version of a record, for whoever may work with it: an agent with what they wrote today, a supervisor or officer with what
 * was written on their lines. Notes say amounts: nobody opens one with a citizen on the line.
 *
 * @throws DomainError record/not-found 404, record/in-call 409
 */
export async function reachRecord(
  db: Queryable,
  caller: Caller,
  id: string,
  now: Date,
  lock = false,
): Promise<RecordRow> {
  const row = await selectNewest(db, id, lock);
  if (!row || !mayShow(row.shielded, caller) || !(await isTheirs(db, caller, row, now)))
    throw new DomainError('record/not-found', 404, '記録が見つかりません。');
  if (await selectOnTheLine(db, caller.staffId))
    throw new DomainError('record/in-call', 409, '通話中は記録を訂正できません。終話後に開いてください。');
  return row;
}

async function isTheirs(db: Queryable, caller: Caller, row: RecordRow, now: Date): Promise<boolean> {
  const ownOfToday = row.staff_id === caller.staffId && tokyoTime(row.at).date === tokyoTime(now).date;
  if (ownOfToday) return true;
  if (!caller.permissions.has('correct_any_record')) return false;
  const subjects = await selectViewerSubjects(db, caller);
  return subjects === null || subjects.some(({ subjectId }) => subjectId === row.subject_id);
}
