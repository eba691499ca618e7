import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type LockedHandOver, saveTaken } from './act-queries.ts';
import { isOpen } from './lock-own.ts';
import { insertEvent } from './raise-queries.ts';

/** Taking over from a colleague is allowed and written down: people fall ill. @throws DomainError hand-over/not-open */
export async function takeHandOver(
  tx: TransactionSql,
  row: LockedHandOver,
  { staffId, now }: { staffId: string; now: Date },
): Promise<void> {
  if (!isOpen(row))
    throw new DomainError('hand-over/not-open', 409, 'この引継はもう回答済みか、取り下げられています。');
  await saveTaken(tx, row.id, staffId);
  await insertEvent(tx, { handOverId: row.id, at: now, act: 'taken', staffId });
}
