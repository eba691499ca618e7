import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { ApprovalEffect } from '../approvals/approval.ts';
import { predictiveAskedSchema } from './predictive-asked.ts';
import { insertPredictiveApproval } from './predictive-queries.ts';

/** The city's yes to predictive calling on a subject: from its first day on, the subject's campaigns may be switched to it. */
export const predictiveEffect: ApprovalEffect = {
  kind: 'predictive',
  async approved(tx, approval, { now }) {
    const asked = predictiveAskedSchema.safeParse(approval.detail);
    if (approval.subjectId === null || !asked.success)
      throw new DomainError('approval/unreadable', 409, 'この依頼は内容が読み取れません。出し直してもらってください。');
    await insertPredictiveApproval(tx, {
      id: newId(),
      subjectId: approval.subjectId,
      approvalId: approval.id,
      ...asked.data,
      now,
    });
  },
  // What was in force before stays in force.
  returned: async () => undefined,
};
