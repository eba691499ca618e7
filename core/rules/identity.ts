import type { IdentityFactor } from './vocabulary.ts';

export interface IdentityAnswers {
  nameResult: 'matched' | 'failed';
  factors: readonly { factor: IdentityFactor; result: 'matched' | 'failed' }[];
}

export interface IdentityVerdict {
  passed: boolean;
  /** Japanese, for the agent. */
  message: string;
}

/** Full name and two facts. The city may ask for more, never for fewer. */
export const MIN_FACTORS = 2;

/**
 * Did the person prove who they are? The name and at least `required` *different* facts matched, and none failed: a wrong
 * birth date is not outweighed by a right address.
 */
export function judgeIdentity(answers: IdentityAnswers, required = MIN_FACTORS): IdentityVerdict {
  if (answers.nameResult !== 'matched') return { passed: false, message: '氏名が一致していません。' };
  if (answers.factors.some(({ result }) => result !== 'matched')) {
    return { passed: false, message: '一致しない項目があります。内容は案内できません。' };
  }
  const matched = new Set(answers.factors.map(({ factor }) => factor)).size;
  const needed = Math.max(required, MIN_FACTORS);
  if (matched < needed) return { passed: false, message: `氏名のほかに${needed}項目の一致が必要です。` };
  return { passed: true, message: '本人確認ができました。' };
}

/**
 * May anything about the debt be sent or said now? Only to the person who passed the check (or who lawfully acts for
 * them). Whoever else is on the line unlocks nothing, however much they know.
 */
export function unlocksDebt(
  checkPassed: boolean,
  whoAnswered: 'principal' | 'household' | 'representative' | 'third_party' | 'wrong_person' | 'nobody' | null,
): boolean {
  return checkPassed && (whoAnswered === null || whoAnswered === 'principal' || whoAnswered === 'representative');
}
