import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { checkMonth, refusesMonth } from '../../core/rules/calendar-check.ts';
import { decideBy, isLate } from '../../core/rules/calendar-deadline.ts';
import { changedDates, monthDays } from '../../core/rules/calendar-month.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import { approvalDetail } from './approval-detail.ts';
import { readMonthFacts } from './month-ground.ts';
import { lockMonth, type MonthKey, selectCentres, selectVersions, setMonthState } from './queries.ts';

export interface MonthRequest extends MonthKey {
  note: string | null;
  staffId: string;
  now: Date;
}

/** The officer's working day ends here: a decision later than this comes too late for the day named. */
const OFFICE_CLOSES_MIN = 17 * 60;

/**
 * Puts the draft of a month before the city.
 *
 * @throws DomainError `calendar/no-draft` 409, `calendar/problems` 422 with all of them, `calendar/nothing-new` 409
 * @returns the version asked for
 */
export async function requestMonth(sql: Sql, asked: MonthRequest): Promise<{ version: number; late: boolean }> {
  const { now } = asked;
  const { date: today } = tokyoTime(now);
  return sql.begin(async (tx) => {
    await lockMonth(tx, asked);
    const [draft] = await selectVersions(tx, asked);
    if (draft?.state !== 'draft') throw new DomainError('calendar/no-draft', 409, '依頼できる下書きがありません。');
    const { check: ground, inForce } = await readMonthFacts(tx, asked, today);
    const check = { ...ground, days: draft.days };
    const problems = checkMonth(check);
    if (refusesMonth(problems)) {
      const first = problems.filter(({ severity }) => severity === 'refuses').map(({ message }) => message);
      const message = `この月はまだ依頼できません。${first.slice(0, 3).join('')}`;
      throw new DomainError('calendar/problems', 422, message, { problems });
    }
    const same = changedDates(monthDays(check, draft.days), monthDays(check, ground.days)).length === 0;
    if (same && inForce?.centreId === asked.centreId) {
      throw new DomainError('calendar/nothing-new', 409, '承認済みの内容から変わっていません。');
    }
    const centres = await selectCentres(tx);
    const centre = centres.find(({ id }) => id === asked.centreId)?.name ?? null;
    const detail = approvalDetail(check, { version: draft.version, centre, note: asked.note });
    await setMonthState(tx, draft.id, 'requested', asked.note);
    await requestApproval(tx, {
      kind: 'calendar_month',
      refId: draft.id,
      subjectId: null,
      title: `${Number(asked.month.slice(0, 4))}年${Number(asked.month.slice(5, 7))}月の業務日（${centre ?? '市全体'}）`,
      detail,
      requestedBy: asked.staffId,
      now,
      dueAt: dueAt(decideBy(check), now),
    });
    return { version: draft.version, late: isLate(check, check.days, check.inForce, today) };
  });
}

/** The evening of the 25th; where that is over, the end of the next day. */
function dueAt(deadline: string, now: Date): Date {
  const regular = tokyoInstant(deadline, OFFICE_CLOSES_MIN);
  return regular > now ? regular : tokyoInstant(addDays(tokyoTime(now).date, 1), OFFICE_CLOSES_MIN);
}

/**
 * The question is closed before the month is locked: a decision goes the same way round.
 *
 * @throws DomainError `calendar/not-waiting` 409: nothing to take back, or the officer was faster
 */
export async function withdrawMonth(sql: Sql, key: MonthKey, now: Date): Promise<{ version: number }> {
  return sql.begin(async (tx) => {
    const [newest] = await selectVersions(tx, key);
    const refId = newest?.state === 'requested' ? newest.id : null;
    if (!newest || refId === null || !(await withdrawApproval(tx, { kind: 'calendar_month', refId, now })))
      throw new DomainError('calendar/not-waiting', 409, '承認待ちの依頼がありません。');
    await lockMonth(tx, key);
    await setMonthState(tx, refId, 'draft', newest.note);
    return { version: newest.version };
  });
}
