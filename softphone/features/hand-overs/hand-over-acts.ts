import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';

export type HandOverAct = 'take' | 'answer' | 'approve' | 'return' | 'close' | 'resume' | 'remark' | 'read';

export interface HandOverRights {
  /** The city's own: take, answer, close. */
  answer: boolean;
  /** Those of the lines, not only one's own. */
  follow: boolean;
  /** See a person's card, and their debt. */
  viewPerson: boolean;
  viewDebt: boolean;
}

/** One key each; none of them sends anything before it was confirmed, except the two that only say "I saw it". */
export const ACT_KEYS: Record<HandOverAct, string> = {
  take: 'T',
  answer: 'A',
  approve: 'Y',
  return: 'R',
  close: 'C',
  resume: 'U',
  remark: 'M',
  read: 'Enter',
};

/** What this viewer may do with it now, in the order of the buttons. What the server would refuse is not offered. */
export function actsFor(row: HandOverRow, rights: HandOverRights): HandOverAct[] {
  const acts: HandOverAct[] = row.unread ? ['read'] : [];
  if (row.person?.masked || row.caller?.masked) return acts;
  if (rights.answer) acts.push(...cityActs(row));
  if (rights.follow && row.state !== 'withdrawn') acts.push('remark');
  return acts;
}

function cityActs({ kind, state, approvalId, stopped }: HandOverRow): HandOverAct[] {
  const open = state === 'waiting' || state === 'in_work';
  const acts: HandOverAct[] = state === 'waiting' ? ['take'] : [];
  if (kind === 'instalment_request' || kind === 'do_not_call') {
    if (open && approvalId !== null) acts.push('approve', 'return');
  } else if (open || state === 'answered') acts.push('answer');
  if (state === 'answered') acts.push('close');
  if (state === 'closed' && stopped) acts.push('resume');
  return acts;
}

/** Which act a key asks for. */
export function actOfKey(key: string, acts: readonly HandOverAct[]): HandOverAct | undefined {
  return acts.find((act) => ACT_KEYS[act].toLowerCase() === key.toLowerCase());
}

/** May what was typed be sent? */
export function mayConfirm(act: HandOverAct, words: string): boolean {
  return act === 'approve' || act === 'close' || words.trim() !== '';
}

/** Acts that are sent at once: they say nothing and decide nothing. */
export const AT_ONCE: readonly HandOverAct[] = ['take', 'read'];
