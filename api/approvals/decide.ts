import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import type { ApprovalEffect } from './approval.ts';
import { lockApproval, saveDecision } from './queries.ts';

export interface DecisionAsked {
  id: string;
  decision: 'approve' | 'return';
  answer: string | null;
  now: Date;
}

export interface Decided {
  kind: string;
  refId: string;
  subjectId: string | null;
}

/**
 * The officer's yes or no, and what it does, in one transaction: when the effect refuses, nothing is decided.
 *
 * @throws DomainError `approval/not-found` 404 (also outside the scope), `approval/decided` 409, `approval/own` 403,
 *   `approval/no-answer` 422; and whatever the effect throws
 */
export async function decide(
  sql: Sql,
  effects: readonly ApprovalEffect[],
  officer: Scope & { staffId: string; privileged: boolean },
  asked: DecisionAsked,
): Promise<Decided> {
  const answer = asked.answer?.trim() || null;
  if (asked.decision === 'return' && answer === null)
    throw new DomainError('approval/no-answer', 422, '差し戻す理由を書いてください。');
  return sql.begin(async (tx) => {
    const approval = await lockApproval(tx, asked.id, officer);
    if (!approval) throw new DomainError('approval/not-found', 404, '承認依頼が見つかりません。');
    if (approval.state !== 'waiting')
      throw new DomainError('approval/decided', 409, alreadyText(approval), { state: approval.state });
    if (approval.requestedBy === officer.staffId)
      throw new DomainError('approval/own', 403, '自分で出した依頼は、ほかの徴税吏員が決裁します。');
    const effect = effects.find(({ kind }) => kind === approval.kind);
    if (!effect) throw new Error(`nothing is registered for decisions on ${approval.kind}`);
    const decision = { now: asked.now, decidedBy: officer.staffId, officer, answer };
    if (asked.decision === 'approve') await effect.approved(tx, approval, decision);
    else await effect.returned(tx, approval, decision);
    const state = asked.decision === 'approve' ? 'approved' : 'returned';
    await saveDecision(tx, approval.id, { ...decision, state });
    return { kind: approval.kind, refId: approval.refId, subjectId: approval.subjectId };
  });
}

function alreadyText({ state, deciderName }: { state: string; deciderName: string | null }): string {
  if (state === 'withdrawn') return 'この依頼は取り下げられたか、新しい依頼に置き換わりました。';
  const done = state === 'approved' ? '承認し' : '差し戻し';
  return `この依頼は${deciderName ? `${deciderName}さんが` : ''}すでに${done}ました。`;
}
