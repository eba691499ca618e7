import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { LockedHandOver } from './act-queries.ts';
import { insertEvent } from './raise-queries.ts';

/** At any time, also afterwards: a history is only added to. */
export async function remark(
  tx: TransactionSql,
  row: LockedHandOver,
  { staffId, now, body }: { staffId: string; now: Date; body: string },
): Promise<void> {
  await insertEvent(tx, { handOverId: row.id, at: now, act: 'remark', body, staffId });
}
