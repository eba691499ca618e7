import { type DraftCall, draftFor, type ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { reduceEntry } from '../../../core/rules/result-entry/reduce.ts';

/** Friday 2026-11-20 10:00 in Japan. */
export const NOW_MS = Date.parse('2026-11-20T01:00:00Z');

export const UNANSWERED: DraftCall = {
  id: 'call-1',
  answered: false,
  ended: true,
  inbound: false,
  identityPassed: false,
  hasNumber: true,
  lineResult: 'no_answer',
};
export const ANSWERED: DraftCall = { ...UNANSWERED, answered: true, lineResult: 'answered_human' };
export const PROVEN: DraftCall = { ...ANSWERED, identityPassed: true };
export const INBOUND: DraftCall = { ...ANSWERED, inbound: true, hasNumber: false };

export const press = (draft: ResultDraft, keys: string): ResultDraft =>
  [...keys].reduce((before, key) => reduceEntry(before, { type: 'key', key, nowMs: NOW_MS }), draft);

export const entered = (call: DraftCall, keys: string): ResultDraft => press(draftFor(call), keys);
