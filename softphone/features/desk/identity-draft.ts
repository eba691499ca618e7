import type { IdentityFactor } from '../../../core/contracts/http/desk.ts';
import type { CheckSnapshot } from '../../../core/contracts/realtime.ts';
import {
  DEFAULT_IDENTITY_POLICY,
  type IdentityPolicy,
  type IdentityResult,
  type IdentitySpeaker,
  type IdentitySubject,
  type IdentityVerdict,
  judgeIdentity,
  mayNotHear,
} from '../../../core/rules/identity.ts';

export type Answer = 'unasked' | IdentityResult;

/** What the citizen answered so far. The verdict here only guides the agent; the api judges. */
export interface IdentityDraft {
  speaker: IdentitySpeaker;
  name: Answer;
  factors: Record<IdentityFactor, Answer>;
  /** The notice number as the citizen reads it out: no screen shows it before the check, the api compares. */
  noticeSaid: string;
}

export type IdentityItem = 'name' | IdentityFactor;

/** The keys of the panel, in its order. */
export const identityItems: readonly { key: string; item: IdentityItem }[] = [
  { key: '1', item: 'name' },
  { key: '2', item: 'birth_date' },
  { key: '3', item: 'address' },
  { key: '4', item: 'notice_no' },
];

export const speakerKeys: readonly { key: string; speaker: IdentitySpeaker }[] = [
  { key: 'Q', speaker: 'principal' },
  { key: 'W', speaker: 'household' },
  { key: 'E', speaker: 'representative' },
  { key: 'R', speaker: 'third_party' },
];

export const emptyIdentity: IdentityDraft = {
  speaker: 'principal',
  name: 'unasked',
  factors: { birth_date: 'unasked', address: 'unasked', notice_no: 'unasked', insured_no: 'unasked' },
  noticeSaid: '',
};

/** A check that is written down, as the panel shows it: after it passed, after a reload, and to whom the call was passed on. */
export function checkedIdentity({ speaker, name, factors }: CheckSnapshot): IdentityDraft {
  const draft = setAnswer(withSpeaker(speaker ?? 'principal'), 'name', name);
  return factors.reduce((so, { factor, result }) => setAnswer(so, factor, result), draft);
}

const following: Record<Answer, Answer> = {
  unasked: 'matched',
  matched: 'failed',
  failed: 'asked',
  asked: 'unasked',
};

export function answerOf(draft: IdentityDraft, item: IdentityItem): Answer {
  return item === 'name' ? draft.name : draft.factors[item];
}

/** One key goes round: not asked → matched → failed → asked without an answer → not asked. */
export function turn(draft: IdentityDraft, item: IdentityItem): IdentityDraft {
  return setAnswer(draft, item, following[answerOf(draft, item)]);
}

export function setAnswer(draft: IdentityDraft, item: IdentityItem, answer: Answer): IdentityDraft {
  if (item === 'name') return { ...draft, name: answer };
  return { ...draft, factors: { ...draft.factors, [item]: answer } };
}

/** Whoever comes to the telephone next has answered nothing yet. */
export const withSpeaker = (speaker: IdentitySpeaker): IdentityDraft => ({ ...emptyIdentity, speaker });

export function withNotice(draft: IdentityDraft, said: string): IdentityDraft {
  const answer: Answer = said.trim() === '' ? 'unasked' : 'matched';
  return { ...setAnswer(draft, 'notice_no', answer), noticeSaid: said };
}

export interface IdentityAnswersToSend {
  speaker: IdentitySpeaker;
  nameResult: IdentityResult;
  factors: { factor: IdentityFactor; result: IdentityResult; said?: string }[];
}

/**
 * Null until the name was asked: without it there is nothing to record. Who hears nothing whatever they know is recorded without a question.
 */
export function toAnswers(draft: IdentityDraft, barred: boolean): IdentityAnswersToSend | null {
  if (draft.name === 'unasked' && !barred) return null;
  const factors: IdentityAnswersToSend['factors'] = [];
  for (const { item } of identityItems) {
    if (item === 'name') continue;
    const result = draft.factors[item];
    if (result === 'unasked') continue;
    const said = item === 'notice_no' ? draft.noticeSaid.trim() : '';
    factors.push({ factor: item, result, ...(said === '' ? {} : { said }) });
  }
  return { speaker: draft.speaker, nameResult: draft.name === 'unasked' ? 'asked' : draft.name, factors };
}

/** Why who speaks now hears nothing; null = the check decides. Without rules (nobody is chosen) only a third party is known. */
export function barredOf(
  { speaker }: IdentityDraft,
  rules: { policy: IdentityPolicy; subject: IdentitySubject } | undefined,
): string | null {
  if (rules) return mayNotHear(speaker, rules.policy, rules.subject);
  return speaker === 'third_party' ? mayNotHear(speaker, DEFAULT_IDENTITY_POLICY, NOBODY_KNOWN) : null;
}

const NOBODY_KNOWN: IdentitySubject = { corporate: false, deceased: false, shielded: false, roles: [] };

export function verdictOf(
  draft: IdentityDraft,
  rules: { policy: IdentityPolicy; subject: IdentitySubject } | undefined,
): IdentityVerdict | null {
  const answers = toAnswers(draft, barredOf(draft, rules) !== null);
  return answers ? judgeIdentity(answers, rules?.policy, rules?.subject) : null;
}
