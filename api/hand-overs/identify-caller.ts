import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import { adoptUnknown } from '../contacts/adopt-unknown.ts';
import type { LockedHandOver } from './act-queries.ts';
import { givePerson, lockUnknownOf, type UnknownHandOver } from './identify-queries.ts';
import { insertEvent, insertStop, linkStop, markWithdrawn, selectDoNotCall } from './raise-queries.ts';

interface Identified {
  personId: number;
  staffId: string;
  /** Product clock. */
  now: Date;
}

/**
 * Who the caller nobody knew was. The conversation becomes this person's record, everything it left for the city is theirs, and what
 * stopped the number stops the person from now on.
 *
 * @throws DomainError hand-over/known
 */
export async function identifyCaller(tx: TransactionSql, row: LockedHandOver, who: Identified): Promise<void> {
  const { callId } = row;
  if (row.personId !== null || callId === null)
    throw new DomainError('hand-over/known', 409, 'この件の対象者はもう決まっています。画面を開き直してください。');
  const recordId = await adoptUnknown(tx, callId, who.personId);
  for (const one of await lockUnknownOf(tx, callId)) await identify(tx, one, recordId, who);
}

async function identify(
  tx: TransactionSql,
  { id, kind, body, stops }: UnknownHandOver,
  recordId: string | null,
  { personId, staffId, now }: Identified,
): Promise<void> {
  const said = kind === 'do_not_call' && stops ? await selectDoNotCall(tx, personId) : undefined;
  if (said !== undefined) {
    // The person asked for it before: said again, and nothing new to decide.
    await markWithdrawn(tx, id);
    await withdrawApproval(tx, { kind: 'do_not_call', refId: id, now });
    await insertEvent(tx, { handOverId: said, at: now, act: 'repeated', body, contactRecordId: recordId, staffId });
  }
  await givePerson(tx, id, personId, recordId);
  await insertEvent(tx, { handOverId: id, at: now, act: 'identified', contactRecordId: recordId, staffId });
  if (!stops || said !== undefined) return;
  const fromOn = tokyoTime(now).date;
  const stop = { personId, kind: kind === 'complaint' ? 'complaint' : 'no_call', fromOn, now } as const;
  await linkStop(tx, id, await insertStop(tx, stop));
}
