import type { SaveResult } from '../../../core/contracts/http/desk.ts';
import type { CallSnapshot } from '../../../core/contracts/realtime.ts';
import { callerNumber } from '../../../core/rules/inbound/caller-number.ts';
import type { DraftCall, ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { missingPart } from '../../../core/rules/result-entry/slots.ts';
import { refuseDraft, toEntry } from '../../../core/rules/result-entry/to-entry.ts';

/** What of the server's snapshot the result depends on. */
export function draftCall(call: Omit<CallSnapshot, 'parties' | 'passedOn' | 'passedFrom' | 'recording'>): DraftCall {
  return {
    id: call.id,
    answered: call.answeredAt !== null,
    ended: call.endedAt !== null,
    inbound: call.direction === 'inbound',
    identityPassed: call.identityPassed,
    speaker: call.identity?.speaker,
    hasNumber: call.phoneId !== null,
    unknownCaller: call.unknownCaller,
    withheld: call.direction === 'inbound' && callerNumber(call.callerId).digits === null,
    lineResult: call.lineResult,
  };
}

/** Nothing is missing and nothing contradicts: the api would take it now. */
export function isComplete(draft: ResultDraft, nowMs: number): boolean {
  return missingPart(draft) === null && refuseDraft(draft, nowMs) === null;
}

/** @throws RangeError when the draft is not complete: the desk never offers to save one */
export function toSaveResult(draft: ResultDraft): SaveResult {
  return { callId: draft.call.id, ...toEntry(draft) };
}
