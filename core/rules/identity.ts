import { type ContactRoleKind, representsPerson } from './contact-role.ts';
import type { IdentityFactor } from './vocabulary.ts';

export const IDENTITY_RESULTS = ['asked', 'matched', 'failed'] as const;
/** `asked`: asked for and not answered. It proves nothing and speaks against nothing. */
export type IdentityResult = (typeof IDENTITY_RESULTS)[number];

export const IDENTITY_SPEAKERS = ['principal', 'household', 'representative', 'third_party'] as const;
export type IdentitySpeaker = (typeof IDENTITY_SPEAKERS)[number];

export interface IdentityAnswers {
  speaker: IdentitySpeaker;
  nameResult: IdentityResult;
  factors: readonly { factor: IdentityFactor; result: IdentityResult }[];
}

/** What the city's data say of the person the call is about. */
export interface IdentitySubject {
  corporate: boolean;
  deceased: boolean;
  /** 支援措置: whom the person is protected from may live under the same roof. */
  shielded: boolean;
  /** Contact roles in force today. */
  roles: readonly ContactRoleKind[];
}

export interface IdentityPolicy {
  /** Facts besides the name. */
  factors: number;
  /** 家族同居: nobody of the household, who was named to the city, or whoever passes the check. */
  household: 'never' | 'with_role' | 'with_check';
}

export interface IdentityVerdict {
  passed: boolean;
  /** Japanese, for the agent. */
  message: string;
}

/** Full name and two facts (W06). The city may ask for more, never for fewer. */
export const MIN_FACTORS = 2;
/** There are not more facts that every person has. */
export const MAX_FACTORS = 3;
export const DEFAULT_IDENTITY_POLICY: IdentityPolicy = { factors: MIN_FACTORS, household: 'never' };
const LIVING: IdentitySubject = { corporate: false, deceased: false, shielded: false, roles: [] };

/** The city's setting `identity`; what is missing or not understood falls to the careful side. */
export function identityPolicy(value: unknown): IdentityPolicy {
  const { factors, household } = { ...(typeof value === 'object' ? value : null) } as Record<string, unknown>;
  const asked = typeof factors === 'number' && Number.isInteger(factors) ? factors : MIN_FACTORS;
  return {
    factors: Math.min(Math.max(asked, MIN_FACTORS), MAX_FACTORS),
    household: household === 'with_role' || household === 'with_check' ? household : 'never',
  };
}

const no = (message: string): IdentityVerdict => ({ passed: false, message });

/**
 * Did somebody who may hear prove who they are? The name and enough *different* facts matched, and none failed: a wrong birth date is not
 * outweighed by a right address. Who may not hear passes with nothing, however much they know.
 */
export function judgeIdentity(
  answers: IdentityAnswers,
  policy: IdentityPolicy = DEFAULT_IDENTITY_POLICY,
  person: IdentitySubject = LIVING,
): IdentityVerdict {
  const barred = mayNotHear(answers.speaker, policy, person);
  if (barred !== null) return no(barred);
  if (answers.nameResult === 'failed') return no('氏名が一致していません。内容は案内できません。');
  if (answers.factors.some(({ result }) => result === 'failed')) {
    return no('一致しない項目があります。内容は案内できません。');
  }
  if (answers.nameResult !== 'matched') return no('氏名がまだ一致していません。');
  const matched = new Set(answers.factors.filter(({ result }) => result === 'matched').map(({ factor }) => factor));
  const needed = Math.max(policy.factors, MIN_FACTORS);
  if (matched.size < needed) return no(`氏名のほかに${needed}項目の一致が必要です。`);
  return { passed: true, message: '本人確認ができました。' };
}

/** Why this speaker hears nothing whatever they know; null = the check decides. */
export function mayNotHear(speaker: IdentitySpeaker, policy: IdentityPolicy, person: IdentitySubject): string | null {
  // W11: whatever the city lets households hear, and whoever was named to it; that the city called is already too much.
  if (person.shielded && (speaker === 'household' || speaker === 'third_party'))
    return '支援措置の方です。ご本人のほかには何も伝えず、伝言も残さずに終えてください。';
  switch (speaker) {
    case 'third_party':
      return '第三者には、何が一致しても案内できません。市からの連絡があったことだけをお伝えします。';
    case 'representative':
      if (person.roles.some((kind) => representsPerson(kind, person))) return null;
      return person.deceased
        ? '相続人代表者の登録がないため案内できません。引継ぎをしてください。'
        : '代理人などの登録がないため案内できません。書面の提出をご案内ください。';
    case 'household':
      if (person.deceased) return '相続人代表者として確認してください。世帯員には案内できません。';
      if (policy.household === 'with_check') return null;
      if (policy.household === 'with_role' && person.roles.includes('household')) return null;
      return '世帯員には案内できません。折返しのお願いだけをお伝えします。';
    case 'principal':
      return person.deceased ? '亡くなられた方です。「ご本人」とは呼ばず、相続人代表者の方を確認してください。' : null;
  }
}

/**
 * May anything about the debt be sent or said now? Only to who passed the check and may hear. A third party unlocks nothing, even were a
 * row to say otherwise.
 *
 * @param speaker as written down with the check; null = a check of before speakers were written down: the person
 */
export function unlocksDebt(checkPassed: boolean, speaker: IdentitySpeaker | null): boolean {
  return checkPassed && speaker !== 'third_party';
}
