import { DomainError } from '../../core/platform/errors.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { replaceWindows, selectSubjects } from './queries.ts';

export interface WindowsAsked {
  /** From this day on; the version counts until the day of the next one. */
  validFrom: string;
  days: readonly Omit<CallingWindow, 'validFrom'>[];
}

/** @throws DomainError `subject/not-found` 404, and those of `replaceSoundWindows` */
export async function saveWindows(
  sql: Sql,
  id: string,
  asked: WindowsAsked,
  caller: Scope & { staffId: string },
  now: Date,
): Promise<void> {
  await sql.begin(async (tx) => {
    const [subject] = await selectSubjects(tx, id);
    if (!subject || !inScope(caller, subject))
      throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
    await replaceSoundWindows(tx, id, asked, caller, now);
  });
}

/** @throws DomainError `subject/window-past` 409 (a window of the past is history), `subject/window-overlap` 422 */
export async function replaceSoundWindows(
  tx: TransactionSql,
  subjectId: string,
  { validFrom, days }: WindowsAsked,
  { staffId }: { staffId: string },
  now: Date,
): Promise<void> {
  if (validFrom < tokyoTime(now).date) {
    const message = '過ぎた日の架電時間は変えられません。今日以降の日付にしてください。';
    throw new DomainError('subject/window-past', 409, message);
  }
  if (overlap(days)) throw new DomainError('subject/window-overlap', 422, '架電時間が重なっています。');
  await replaceWindows(tx, { subjectId, validFrom, days, staffId, now });
}

function overlap(days: readonly Omit<CallingWindow, 'validFrom'>[]): boolean {
  return days.some((one, index) =>
    days.some(
      (other, at) =>
        at > index && other.dayKind === one.dayKind && other.opens < one.closes && one.opens < other.closes,
    ),
  );
}
