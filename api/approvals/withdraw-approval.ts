import type { Queryable } from '../../core/platform/postgres.ts';
import type { ApprovalKind } from './approval.ts';

/** Takes an open question out of the officer's inbox, inside the caller's transaction. @returns false when none was open */
export async function withdrawApproval(
  db: Queryable,
  { kind, refId, now }: { kind: ApprovalKind; refId: string; now: Date },
): Promise<boolean> {
  const rows = await db`update approval_request set state = 'withdrawn', decided_at = ${now}
    where kind = ${kind} and ref_id = ${refId} and state = 'waiting' returning id`;
  return rows.length === 1;
}
