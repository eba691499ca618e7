import type { ApprovalDetails } from '../../core/contracts/http/approvals.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { ApprovalKind } from './approval.ts';

export interface ApprovalAsked<K extends ApprovalKind = ApprovalKind> {
  kind: K;
  refId: string;
  subjectId: string | null;
  /** One Japanese line for the inbox; never a person's name. */
  title: string;
  /** Figures the officer decides by. */
  detail: ApprovalDetails[K];
  requestedBy: string | null;
  now: Date;
  dueAt: Date | null;
}

/** Puts the question into the officer's inbox, inside the caller's transaction. An older open question about the same thing is withdrawn. */
export async function requestApproval<K extends ApprovalKind>(db: Queryable, asked: ApprovalAsked<K>): Promise<string> {
  const { kind, refId, now } = asked;
  await db`update approval_request set state = 'withdrawn', decided_at = ${now}
    where kind = ${kind} and ref_id = ${refId} and state = 'waiting'`;
  const id = newId();
  await db`insert into approval_request (id, kind, ref_id, subject_id, title, detail, requested_by, requested_at, due_at)
    values (${id}, ${kind}, ${refId}, ${asked.subjectId}, ${asked.title}, ${db.json(asked.detail as never)}, ${asked.requestedBy},
      ${now}, ${asked.dueAt})`;
  return id;
}
