import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { unlocksDebt } from '../../core/rules/identity.ts';
import type { CitySettings } from '../settings/read-settings.ts';
import { type OwnWorkRow, selectOwnCall, selectOwnTarget } from './own-work-queries.ts';

/** @throws DomainError 403 `case/not-yours`: the same answer for somebody else's case and for none at all. */
export async function assertOwnTarget(db: Queryable, agentId: string, targetId: number): Promise<OwnWorkRow> {
  const work = await selectOwnTarget(db, agentId, targetId);
  if (!work) throw new DomainError('case/not-yours', 403, 'この対象者は現在あなたの担当ではありません。');
  return work;
}

/** @throws DomainError 403 `call/not-yours` unless it is the call in the agent's hand now. */
export async function assertOwnCall(db: Queryable, agentId: string, callId: string) {
  const call = await selectOwnCall(db, agentId, callId);
  if (!call) throw new DomainError('call/not-yours', 403, 'この通話はあなたの通話ではありません。');
  return call;
}

/**
 * The one place that decides whether a debt may leave for an agent's browser. From the dial on only a passed check of that very
 * call opens it, and it stays as it was when the call ended. Before the dial the city's setting decides.
 */
export function debtUnlocked(work: OwnWorkRow, display: CitySettings['preIdentityDisplay']): boolean {
  if (work.call_id === null) return display === 'all';
  return unlocksDebt(work.identity_passed, work.speaker);
}
