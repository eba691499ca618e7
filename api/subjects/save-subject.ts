import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { callerIdTaken, replaceWindows, type SubjectChange, selectSubjects, updateSubject } from './queries.ts';

export interface SubjectSave extends SubjectChange {
  windows?: { validFrom: string; days: readonly Omit<CallingWindow, 'validFrom'>[] } | undefined;
}

/**
 * @param today product's day: a window of the past is history and cannot be rewritten
 * @throws DomainError `subject/not-found` 404, `subject/caller-id-taken` 409, `subject/window-past` 409, `subject/window-overlap` 422
 */
export async function saveSubject(
  sql: Sql,
  id: string,
  save: SubjectSave,
  caller: Scope,
  today: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    const [subject] = await selectSubjects(tx, id);
    if (!subject || !inScope(caller, subject))
      throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
    if (await callerIdTaken(tx, save.callerId, id)) {
      throw new DomainError('subject/caller-id-taken', 409, 'この発信者番号は別の科目で使われています。');
    }
    await updateSubject(tx, id, save);
    if (!save.windows) return;
    const { validFrom, days } = save.windows;
    if (validFrom < today) {
      throw new DomainError(
        'subject/window-past',
        409,
        '過ぎた日の架電時間は変えられません。今日以降の日付にしてください。',
      );
    }
    if (overlap(days)) throw new DomainError('subject/window-overlap', 422, '架電時間が重なっています。');
    await replaceWindows(tx, id, validFrom, days);
  });
}

function overlap(days: readonly Omit<CallingWindow, 'validFrom'>[]): boolean {
  return days.some((one, index) =>
    days.some(
      (other, at) =>
        at > index && other.dayKind === one.dayKind && other.opens < one.closes && one.opens < other.closes,
    ),
  );
}
