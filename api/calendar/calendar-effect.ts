import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { checkMonth } from '../../core/rules/calendar-check.ts';
import { answersForCentre } from '../../core/rules/permissions.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Approval, ApprovalEffect } from '../approvals/approval.ts';
import { readMonthFacts } from './month-ground.ts';
import { approveMonth, lockMonth, type MonthRow, selectMonthRow, setMonthState } from './queries.ts';

/** The city's decision about a month: approved, it is in force from this moment on. */
export const calendarEffect: ApprovalEffect = {
  kind: 'calendar_month',
  async approved(tx, approval, { now, decidedBy, officer }) {
    const row = await waitingMonth(tx, approval);
    if (!answersForCentre(officer, row.centreId))
      throw new DomainError('calendar/other-centre', 403, '担当するセンターの暦だけを決裁できます。');
    const { date: today } = tokyoTime(now);
    const { check } = await readMonthFacts(tx, row, today);
    // Days may have passed, or a closing day come, since it was asked for.
    const problems = checkMonth({ ...check, days: row.days }).filter(({ severity }) => severity === 'refuses');
    if (problems.length > 0) {
      const words = problems.map(({ message }) => message).slice(0, 3);
      const message = `依頼のあとに状況が変わったため、このままでは承認できません。${words.join('')}差し戻してください。`;
      throw new DomainError('calendar/outdated', 409, message, { problems });
    }
    await approveMonth(tx, row, { staffId: decidedBy, now });
  },
  async returned(tx, approval) {
    const row = await waitingMonth(tx, approval);
    await setMonthState(tx, row.id, 'returned', row.note);
  },
};

async function waitingMonth(tx: TransactionSql, { refId }: Approval): Promise<MonthRow> {
  const found = await selectMonthRow(tx, refId);
  if (found) await lockMonth(tx, found);
  const row = found && (await selectMonthRow(tx, refId));
  if (row?.state !== 'requested')
    throw new DomainError('calendar/not-waiting', 409, 'この月はもう承認待ちではありません。');
  return row;
}
