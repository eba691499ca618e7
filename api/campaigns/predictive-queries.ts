import type { Queryable } from '../../core/platform/postgres.ts';

export async function insertPredictiveApproval(
  db: Queryable,
  approval: {
    id: string;
    subjectId: string;
    approvalId: string;
    validFrom: string;
    validTo: string | null;
    capPercent: number;
    now: Date;
  },
): Promise<void> {
  const { id, subjectId, approvalId, validFrom, validTo, capPercent, now } = approval;
  await db`
    insert into predictive_approval (id, subject_id, approval_id, valid_from, valid_to, cap_percent, created_at)
    values (${id}, ${subjectId}, ${approvalId}, ${validFrom}, ${validTo}, ${capPercent}, ${now})`;
}
