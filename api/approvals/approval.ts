import type { ApprovalKind } from '../../core/contracts/http/approvals.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';

/** What a contractor proposes and a city officer decides. Kinds of later features are in the table's check already. */
export type { ApprovalKind } from '../../core/contracts/http/approvals.ts';

export interface Approval {
  id: string;
  kind: ApprovalKind;
  refId: string;
  subjectId: string | null;
  title: string;
  detail: Record<string, unknown>;
  requestedBy: string | null;
}

export interface Decision {
  /** Product clock. */
  now: Date;
  decidedBy: string;
  /** What the officer's account reaches: who may not read the thing decides nothing about it. */
  officer: Scope & { privileged: boolean };
  /** The officer's words; never empty when returned. */
  answer: string | null;
}

/**
 * What a decision does to the thing itself, in the transaction of the decision: the feature that owns the table of
 * `refId` provides it, `api/approvals` calls it.
 *
 * @throws DomainError when the thing has changed since it was asked for: then nothing is decided.
 */
export interface ApprovalEffect {
  kind: ApprovalKind;
  approved(tx: TransactionSql, approval: Approval, decision: Decision): Promise<void>;
  returned(tx: TransactionSql, approval: Approval, decision: Decision): Promise<void>;
}
