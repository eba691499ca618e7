import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { insertPredictiveApproval } from './predictive-queries.ts';
import { selectSubjectsInArrears } from './queries.ts';

const CAP_PERCENT = 1;
const OFFICE_CLOSES_MIN = 17 * 60;

/**
 * So that a newcomer can try everything: predictive calling is approved on the largest subject, and a question about the next one waits in
 * the officer's inbox. Once, and never where somebody has asked for anything.
 */
export async function createDemoApprovals(sql: Sql, now: Date): Promise<void> {
  const { date: today } = tokyoTime(now);
  await sql.begin(async (tx) => {
    const known = await tx`select 1 from approval_request where kind = 'predictive' limit 1`;
    // Private claims see few numbers of their own: little could be dialled by itself there.
    const [first, second] = (await selectSubjectsInArrears(tx)).filter(({ debtClass }) => debtClass !== 'private');
    if (known.length > 0 || !first || !second) return;
    const ask = (subject: { id: string; name: string }) =>
      requestApproval(tx, {
        kind: 'predictive',
        refId: subject.id,
        subjectId: subject.id,
        title: `${subject.name}の予測発信（放棄率の上限 ${CAP_PERCENT}%）`,
        detail: { capPercent: CAP_PERCENT, validFrom: today, validTo: null, measured: null, frontier: [] },
        requestedBy: null,
        now,
        dueAt: tokyoInstant(addDays(today, 7), OFFICE_CLOSES_MIN),
      });
    const approvalId = await ask(first);
    await tx`update approval_request set state = 'approved', decided_at = ${now} where id = ${approvalId}`;
    const yes = { subjectId: first.id, approvalId, validFrom: today, validTo: null, capPercent: CAP_PERCENT, now };
    await insertPredictiveApproval(tx, { id: newId(), ...yes });
    await ask(second);
  });
}
