import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type LockedHandOver, saveClosed } from './act-queries.ts';
import { insertEvent } from './raise-queries.ts';
import { resumeContact } from './resume-contact.ts';

interface Closing {
  staffId: string;
  now: Date;
  /** Why contact goes on, or does not. */
  reason: string;
}

/** @throws DomainError hand-over/not-answered: whoever raised it is owed an answer first */
export async function closeHandOver(
  tx: TransactionSql,
  row: LockedHandOver,
  { staffId, now, reason, resume }: Closing & { resume: boolean },
): Promise<void> {
  if (row.state !== 'answered')
    throw new DomainError('hand-over/not-answered', 409, '回答してから完了にしてください。');
  await saveClosed(tx, row.id, now);
  await insertEvent(tx, { handOverId: row.id, at: now, act: 'closed', body: reason, staffId });
  if (resume && row.resumedAt === null) await resumeContact(tx, row.id, { staffId, now, reason });
}

/** @throws DomainError hand-over/not-closed, hand-over/not-stopped */
export async function resumeStopped(tx: TransactionSql, row: LockedHandOver, by: Closing): Promise<void> {
  if (row.state !== 'closed')
    throw new DomainError('hand-over/not-closed', 409, '完了していない件は、回答・完了のときに再開を選んでください。');
  if (row.resumedAt !== null)
    throw new DomainError('hand-over/not-stopped', 409, 'この件の停止はもう解除されています。');
  await resumeContact(tx, row.id, by);
}
