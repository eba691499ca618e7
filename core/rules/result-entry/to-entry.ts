import { inboundClassOf, numberStatusOf, type ResultDraft } from './draft.ts';
import type { ResultEntry } from './entry.ts';
import { monthlyDays } from './quick-days.ts';
import { type Refusal, refuseResult } from './refuse.ts';
import { missingPart } from './slots.ts';

/** What would be saved. @throws RangeError when something is missing: the desk never offers to save that */
export function toEntry(draft: ResultDraft): ResultEntry {
  const { who, talk, promise, paid, wish } = draft;
  if (who === null || missingPart(draft) !== null) throw new RangeError('the result is not complete');
  const { on, method, ...said } = promise;
  const speakerName = draft.speakerName.trim();
  const { from, times, amount: each } = wish ?? { from: null, times: null, amount: null };
  return {
    whoAnswered: who,
    lineResult: draft.line,
    talkResult: talk,
    callbackAt: talk === 'callback' ? new Date(`${draft.callbackAt}:00+09:00`).toISOString() : null,
    note: draft.note.trim(),
    promise: talk === 'promise' && on !== null && method !== null ? { on, method, ...said } : null,
    claimsPaid: talk === 'claims_paid' && (paid.on !== null || paid.where !== null) ? paid : null,
    reason: draft.reason,
    wishes:
      from !== null && times !== null && each !== null
        ? monthlyDays(from, times).map((day) => ({ on: day, amount: each }))
        : null,
    phoneStatus: numberStatusOf(draft),
    labels: draft.labels,
    inboundClass: inboundClassOf(draft),
    causeKind: draft.call.inbound ? draft.causeKind : null,
    speakerName: speakerName === '' ? null : speakerName,
  };
}

/** May it be saved as it stands? Null when yes; what is missing is no refusal. */
export function refuseDraft(draft: ResultDraft, nowMs: number): Refusal | null {
  return missingPart(draft) === null ? refuseResult(toEntry(draft), draft.call, new Date(nowMs)) : null;
}
