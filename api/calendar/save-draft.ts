import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { CalendarDay } from '../../core/rules/calendar.ts';
import { checkMonth } from '../../core/rules/calendar-check.ts';
import { differingDays } from '../../core/rules/calendar-month.ts';
import { readMonthFacts } from './month-ground.ts';
import { insertDraft, lockMonth, type MonthKey, selectVersions, updateDraft } from './queries.ts';

export interface DraftSave extends MonthKey {
  days: readonly CalendarDay[];
  /** The newest version the editor had seen; 0 = none. */
  basedOn: number;
  staffId: string | null;
  now: Date;
  today: string;
}

/**
 * Keeps what the manager is working on. An approved or returned version is never changed: the draft is the next one.
 *
 * @throws DomainError `calendar/days` 422 (days of another month, or twice), `calendar/changed` 409 (somebody else was faster),
 *   `calendar/waiting` 409 (the city is deciding: withdraw first)
 */
export async function saveDraft(sql: Sql, save: DraftSave): Promise<void> {
  await sql.begin(async (tx) => {
    await lockMonth(tx, save);
    const { check } = await readMonthFacts(tx, save, save.today);
    const broken = checkMonth({ ...check, days: save.days }).filter(
      ({ code }) => code === 'outside_month' || code === 'twice',
    );
    if (broken[0]) throw new DomainError('calendar/days', 422, broken[0].message, { problems: broken });
    const [newest] = await selectVersions(tx, save);
    if ((newest?.version ?? 0) !== save.basedOn) {
      const message = '別の方がこの月を変えました。読み込み直してから、もう一度変更してください。';
      throw new DomainError('calendar/changed', 409, message);
    }
    if (newest?.state === 'requested') {
      throw new DomainError('calendar/waiting', 409, '市の承認待ちです。変えるには、先に依頼を取り下げてください。');
    }
    const days = differingDays(check, save.days);
    if (newest?.state === 'draft') await updateDraft(tx, { ...save, id: newest.id, days });
    else await insertDraft(tx, { ...save, id: newId(), version: save.basedOn + 1, days });
  });
}
