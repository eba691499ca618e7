import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { DECIDED_KINDS } from '../../core/rules/hand-over.ts';
import { type LockedHandOver, saveAnswer } from './act-queries.ts';
import { insertEvent } from './raise-queries.ts';

/**
 * Also a second time, until it is closed: the newest answer counts and is unread again, the older ones stay in the history.
 *
 * @throws DomainError hand-over/not-open, hand-over/decide-instead
 */
export async function answerHandOver(
  tx: TransactionSql,
  row: LockedHandOver,
  { answer, staffId, now }: { answer: string; staffId: string; now: Date },
): Promise<void> {
  if (DECIDED_KINDS.includes(row.kind))
    throw new DomainError('hand-over/decide-instead', 409, 'この件は、承認または差戻しで回答してください。');
  if (row.state === 'closed' || row.state === 'withdrawn')
    throw new DomainError('hand-over/not-open', 409, 'この引継はもう完了しているか、取り下げられています。');
  await saveAnswer(tx, row.id, { answer, outcome: null, staffId, now });
  await insertEvent(tx, { handOverId: row.id, at: now, act: 'answered', body: answer, staffId });
}
