import type { IdentityFactor } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import {
  type IdentityAnswers,
  type IdentityResult,
  type IdentityVerdict,
  judgeIdentity,
} from '../../core/rules/identity.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { OwnCallRow } from '../desk/own-work-queries.ts';
import { identityRules } from './identity-rules.ts';
import {
  type CheckedPersonRow,
  insertIdentityCheck,
  selectCheckedPerson,
  selectHasNotice,
  selectSubjectScope,
} from './queries.ts';

export interface IdentityInput extends Omit<IdentityAnswers, 'factors'> {
  callId: string;
  factors: { factor: IdentityFactor; result: IdentityResult; said?: string | undefined }[];
}

/**
 * Writes down who spoke, what was asked, what matched and by whose ear; what was said is compared and forgotten. Only with somebody on the
 * line: after the call there is nobody left who could prove anything.
 */
export async function checkIdentity(
  sql: Sql,
  staffId: string,
  call: OwnCallRow,
  input: IdentityInput,
  now: Date,
): Promise<IdentityVerdict> {
  const { person_id: personId } = call;
  if (personId === null || !call.answered || call.state === 'ended')
    throw new DomainError('identity/no-live-call', 409, '本人確認は通話中にだけ記録できます。');
  if (!call.heard) throw new DomainError('identity/not-heard', 409, '相手の声が聞こえてから、本人確認をしてください。');
  const today = tokyoTime(now).date;
  const person = await selectCheckedPerson(sql, personId);
  if (!person) throw new Error('a call’s person is not in the database');
  const viewer = call.subject_id === null ? undefined : await selectSubjectScope(sql, call.subject_id);
  const rules = await identityRules(sql, { id: personId, ...person }, viewer, today);
  const factors = await comparedFactors(sql, personId, person, input.factors);
  const answers = { speaker: input.speaker, nameResult: input.nameResult, factors };
  const verdict = judgeIdentity(answers, rules.policy, rules.subject);
  await insertIdentityCheck(sql, {
    ...answers,
    id: newId(),
    callId: call.id,
    personId,
    staffId,
    at: now,
    passed: verdict.passed,
  });
  return verdict;
}

/**
 * A notice number is on no screen before the check: what the citizen says is compared here. What the city's data do not hold cannot match,
 * whatever was ticked: it counts as asked.
 */
async function comparedFactors(
  db: Queryable,
  personId: number,
  person: CheckedPersonRow,
  given: IdentityInput['factors'],
): Promise<{ factor: IdentityFactor; result: IdentityResult }[]> {
  const held: Record<IdentityFactor, boolean> = {
    birth_date: person.birth_date !== null,
    address: person.address !== null,
    notice_no: false,
    insured_no: false,
  };
  return Promise.all(
    given.map(async ({ factor, result, said }) => {
      if (factor === 'notice_no' && said !== undefined && result !== 'asked')
        return { factor, result: (await hasNotice(db, personId, plain(said))) ? 'matched' : 'failed' };
      return { factor, result: result === 'matched' && !held[factor] ? 'asked' : result };
    }),
  );
}

/** Signs alone are no number, even where a city's file has one made of them. */
const hasNotice = async (db: Queryable, personId: number, notice: string) =>
  notice !== '' && (await selectHasNotice(db, personId, notice));

const plain = (said: string) =>
  said
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
