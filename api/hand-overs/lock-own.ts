import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { mayShow } from '../../core/rules/shield.ts';
import type { Caller } from '../http/caller.ts';
import { type LockedHandOver, lockHandOver } from './act-queries.ts';
import { selectOne } from './board-queries.ts';
import { handOverReach } from './reach.ts';

export const handOverNotFound = () => new DomainError('hand-over/not-found', 404, '引継が見つかりません。');

export const personShielded = () => new DomainError('person/shielded', 403, '支援措置の対象者のため表示できません。');

/**
 * The row for whoever may act on it, held until the transaction ends.
 *
 * @throws DomainError hand-over/not-found (also outside the lines), person/shielded: who may not read it may not answer it either
 */
export async function lockOwn(tx: TransactionSql, caller: Caller, id: string): Promise<LockedHandOver> {
  const visible = await selectOne(tx, await handOverReach(tx, caller), id);
  const row = visible && (await lockHandOver(tx, id));
  if (!row) throw handOverNotFound();
  if (!mayShow(row.shielded, caller)) throw personShielded();
  return row;
}

export function isOpen({ state }: LockedHandOver): boolean {
  return state === 'waiting' || state === 'in_work';
}
