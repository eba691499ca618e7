import type { ApprovalDetails } from '../../core/contracts/http/approvals.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import type { Frontier } from './predictive-frontier.ts';
import { type MeasuredLine, selectMeasured } from './predictive-queries.ts';
import type { SubjectIdentity } from './queries.ts';

/** What the officer sees was measured over so many days. */
const MEASURED_DAYS = 30;
/** An answer is asked for by the end of office hours, so many days later. */
const ANSWER_WITHIN_DAYS = 7;
const OFFICE_CLOSES_MIN = 17 * 60;

export interface PredictiveAsk {
  capPercent: number;
  validFrom: string;
  validTo: string | null;
}

/** Puts the question with the subject's own figures into the officer's inbox. @throws DomainError `predictive/days` 422 */
export async function askPredictive(
  sql: Sql,
  subject: SubjectIdentity,
  ask: PredictiveAsk,
  frontier: Frontier,
  askedBy: string,
  now: Date,
): Promise<string> {
  const { date: today } = tokyoTime(now);
  if (ask.validFrom < today || (ask.validTo !== null && ask.validTo < ask.validFrom))
    throw new DomainError('predictive/days', 422, '期間は本日以降で、終わりを始まりより後にしてください。');
  return sql.begin(async (tx) => {
    const measured = await selectMeasured(tx, subject.id, tokyoInstant(addDays(today, -MEASURED_DAYS), 0));
    return requestApproval(tx, {
      kind: 'predictive',
      refId: subject.id,
      subjectId: subject.id,
      title: `${subject.name}の予測発信（放棄率の上限 ${ask.capPercent}%）`,
      detail: { ...ask, measured: figures(measured), frontier },
      requestedBy: askedBy,
      now,
      dueAt: tokyoInstant(addDays(today, ANSWER_WITHIN_DAYS), OFFICE_CLOSES_MIN),
    });
  });
}

function figures(measured: MeasuredLine): ApprovalDetails['predictive']['measured'] {
  const { calls, persons, abandoned, talkSec, ringSec } = measured;
  if (calls === 0) return null;
  const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10);
  return {
    calls,
    answerPercent: percent(persons, calls),
    abandonedPercent: percent(abandoned, persons),
    talkSec: Math.round(talkSec ?? 0),
    ringSec: Math.round(ringSec ?? 0),
  };
}
