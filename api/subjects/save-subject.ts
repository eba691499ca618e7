import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { callerIdTaken, type SubjectChange, selectSubjects, updateSubject } from './queries.ts';
import { replaceSoundWindows, type WindowsAsked } from './save-windows.ts';

export interface SubjectSave extends SubjectChange {
  windows?: WindowsAsked | undefined;
}

/**
 * @throws DomainError `subject/not-found` 404, `subject/caller-id-taken` 409, and those of `replaceSoundWindows`
 */
export async function saveSubject(
  sql: Sql,
  id: string,
  save: SubjectSave,
  caller: Scope & { staffId: string },
  now: Date,
): Promise<void> {
  await sql.begin(async (tx) => {
    const [subject] = await selectSubjects(tx, id);
    if (!subject || !inScope(caller, subject))
      throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
    if (await callerIdTaken(tx, save.callerId, id)) {
      throw new DomainError('subject/caller-id-taken', 409, 'この発信者番号は別の科目で使われています。');
    }
    await updateSubject(tx, id, save);
    if (save.windows) await replaceSoundWindows(tx, id, save.windows, caller, now);
  });
}
