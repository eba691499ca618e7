import type { IdentityFactor } from '../../../core/contracts/http/desk.ts';
import { type IdentityVerdict, judgeIdentity } from '../../../core/rules/identity.ts';

export type Answer = 'unasked' | 'matched' | 'failed';

/** What the citizen answered so far. The verdict here only guides the agent; the api judges. */
export interface IdentityDraft {
  name: Answer;
  factors: Record<IdentityFactor, Answer>;
}

export type IdentityItem = 'name' | IdentityFactor;

/** The keys of the panel, in its order. */
export const identityItems: readonly { key: string; item: IdentityItem }[] = [
  { key: '1', item: 'name' },
  { key: '2', item: 'birth_date' },
  { key: '3', item: 'address' },
  { key: '4', item: 'notice_no' },
];

export const emptyIdentity: IdentityDraft = {
  name: 'unasked',
  factors: { birth_date: 'unasked', address: 'unasked', notice_no: 'unasked', insured_no: 'unasked' },
};

const following: Record<Answer, Answer> = { unasked: 'matched', matched: 'failed', failed: 'unasked' };

export function answerOf(draft: IdentityDraft, item: IdentityItem): Answer {
  return item === 'name' ? draft.name : draft.factors[item];
}

/** One key goes round: not asked → matched → failed → not asked. */
export function turn(draft: IdentityDraft, item: IdentityItem): IdentityDraft {
  return setAnswer(draft, item, following[answerOf(draft, item)]);
}

export function setAnswer(draft: IdentityDraft, item: IdentityItem, answer: Answer): IdentityDraft {
  if (item === 'name') return { ...draft, name: answer };
  return { ...draft, factors: { ...draft.factors, [item]: answer } };
}

export interface IdentityAnswersToSend {
  nameResult: 'matched' | 'failed';
  factors: { factor: IdentityFactor; result: 'matched' | 'failed' }[];
}

/** Null until the name was asked: without it there is nothing to record. */
export function toAnswers(draft: IdentityDraft): IdentityAnswersToSend | null {
  if (draft.name === 'unasked') return null;
  const factors: IdentityAnswersToSend['factors'] = [];
  for (const { item } of identityItems) {
    if (item === 'name') continue;
    const result = draft.factors[item];
    if (result !== 'unasked') factors.push({ factor: item, result });
  }
  return { nameResult: draft.name, factors };
}

export function verdictOf(draft: IdentityDraft): IdentityVerdict | null {
  const answers = toAnswers(draft);
  return answers ? judgeIdentity(answers) : null;
}
