import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { isUnlimited } from '../../core/rules/permissions.ts';
import { mayShow } from '../../core/rules/shield.ts';
import type { Approval, ApprovalEffect, Decision } from '../approvals/approval.ts';
import { lockHandOver, saveAnswer, saveClosed } from './act-queries.ts';
import { handOverNotFound, personShielded } from './lock-own.ts';
import { insertEvent } from './raise-queries.ts';
import { resumeContact } from './resume-contact.ts';

type Outcome = 'approved' | 'returned';

/** 分納の希望: the officer's word goes back to who raised it. The plan itself is the core system's: this product grants nothing. */
export const instalmentEffect: ApprovalEffect = {
  kind: 'instalment',
  approved: (tx, approval, decision) => answer(tx, approval, decision, 'approved'),
  returned: (tx, approval, decision) => answer(tx, approval, decision, 'returned'),
};

/** 架電禁止の申出: approved, the stop stands confirmed; returned, it ends and stays to be read with the reason. */
export const doNotCallEffect: ApprovalEffect = {
  kind: 'do_not_call',
  async approved(tx, approval, decision) {
    await answer(tx, approval, decision, 'approved');
    await saveClosed(tx, approval.refId, decision.now);
  },
  async returned(tx, approval, decision) {
    await answer(tx, approval, decision, 'returned');
    await resumeContact(tx, approval.refId, {
      staffId: decision.decidedBy,
      now: decision.now,
      reason: decision.answer ?? '',
    });
    await saveClosed(tx, approval.refId, decision.now);
  },
};

const WORDS: Record<Outcome, string> = { approved: '承認されました。', returned: '差し戻されました。' };

async function answer(tx: TransactionSql, { refId }: Approval, decision: Decision, outcome: Outcome): Promise<void> {
  const row = await lockHandOver(tx, refId);
  if (row?.state !== 'waiting' && row?.state !== 'in_work')
    throw new DomainError('hand-over/not-open', 409, 'この引継はもう回答済みか、取り下げられています。');
  const { now, decidedBy: staffId, officer } = decision;
  if (!mayShow(row.shielded, officer)) throw personShielded();
  if (row.subjectId === null && !isUnlimited(officer)) throw handOverNotFound();
  await saveAnswer(tx, refId, { answer: decision.answer ?? WORDS[outcome], outcome, staffId, now });
  await insertEvent(tx, { handOverId: refId, at: now, act: outcome, body: decision.answer ?? '', staffId });
}
