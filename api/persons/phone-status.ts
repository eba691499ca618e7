import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { insertPhoneStatus, type NewPhoneStatus } from './phone-status-queries.ts';

/**
 * Notes what somebody found out about a number. From the commit on the gate of calls and SMS goes by it (core/rules/phone-choice
 * `numberStatus`); what the city's file says of the number stays untouched.
 *
 * @param tx the transaction of the result it belongs to
 * @throws DomainError `phone/not-found` 404
 */
export async function setPhoneStatus(tx: Queryable, word: NewPhoneStatus): Promise<void> {
  if (!(await insertPhoneStatus(tx, word)))
    throw new DomainError('phone/not-found', 404, 'この電話番号はこの方の番号ではありません。');
}
