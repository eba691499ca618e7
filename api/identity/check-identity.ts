import type { IdentityFactor } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { judgeIdentity } from '../../core/rules/identity.ts';
import type { OwnCallRow } from '../desk/own-work-queries.ts';
import { insertIdentityCheck } from './queries.ts';

export interface IdentityInput {
  callId: string;
  nameResult: 'matched' | 'failed';
  factors: { factor: IdentityFactor; result: 'matched' | 'failed' }[];
}

/** Only with somebody on the line: after the call there is nobody left who could prove anything. */
export async function checkIdentity(
  sql: Sql,
  staffId: string,
  call: OwnCallRow,
  input: IdentityInput,
  now: Date,
): Promise<boolean> {
  if (call.person_id === null || !call.answered || call.state === 'ended')
    throw new DomainError('identity/no-live-call', 409, '本人確認は通話中にだけ記録できます。');
  const { passed } = judgeIdentity(input);
  await insertIdentityCheck(sql, {
    id: newId(),
    callId: call.id,
    personId: call.person_id,
    staffId,
    at: now,
    nameResult: input.nameResult,
    factors: input.factors,
    passed,
  });
  return passed;
}
