import type { HandOverReason } from '../hand-over.ts';
import type { IdentitySpeaker } from '../identity.ts';
import type { CauseKind } from '../inbound/propose-cause.ts';
import type { PhoneWordStatus } from '../phone-word.ts';
import type { PromiseMethod } from '../promise.ts';
import type { InboundClass, LineResult, TalkResult, WhoAnswered } from '../vocabulary.ts';
import { classByTalk, statusByResult } from './combinations.ts';
import type { EntryFacts, EntryLabel, PaidWhere } from './entry.ts';
import type { Refusal } from './refuse.ts';

/** Where the next key goes. */
export type Slot =
  | 'who'
  | 'talk'
  | 'promise_day'
  | 'promise_method'
  | 'paid_day'
  | 'paid_where'
  | 'callback'
  | 'reason'
  | 'wish_day'
  | 'wish_times'
  | SideSlot
  /** Nothing is asked any more; keys beside and saving go on. */
  | 'done';
/** Opened by a letter from anywhere, and left again by its first key. */
export type SideSlot = 'number' | 'label' | 'inbound';

/** A text or date that is typed; the cursor goes there. */
export type Field =
  | 'promise_on'
  | 'promise_amount'
  | 'paid_on'
  | 'callback_at'
  | 'wish_from'
  | 'wish_amount'
  | 'label'
  | 'speaker'
  | 'note';

/** What the call is, for the draft: telephony's and the identity check's part. */
export interface DraftCall extends EntryFacts {
  id: string;
  ended: boolean;
  lineResult: LineResult | null;
  /** Who passed the check; left out: the person. */
  speaker?: IdentitySpeaker | null | undefined;
}

export interface ResultDraft {
  call: DraftCall;
  who: WhoAnswered | null;
  line: LineResult;
  talk: TalkResult | null;
  promise: {
    on: string | null;
    method: PromiseMethod | null;
    amount: number | null;
    reissue: boolean;
    /** Periods; none = every open one of the subject. */
    itemIds: readonly number[];
  };
  paid: { on: string | null; where: PaidWhere | null };
  /** Local date and time as the input shows it, `2026-11-20T18:00`; the city's time. */
  callbackAt: string;
  reason: HandOverReason | null;
  /** Null unless the citizen named dates: 分納希望. `from` and the same day of the following months, the same amount each. */
  wish: { from: string | null; times: number | null; amount: number | null } | null;
  /** `auto`: what line and voice say; `none`: the agent said nothing about the number. */
  numberStatus: PhoneWordStatus | 'auto' | 'none';
  labels: readonly EntryLabel[];
  /** Null: by the talk. */
  inboundClass: InboundClass | null;
  /** Null: as the product proposes. */
  causeKind: CauseKind | null;
  speakerName: string;
  note: string;
  slot: Slot;
  /** Where the keys go on when a side slot closes. */
  resume: Slot;
  /** Counts up with each wish for the cursor: the same field may be wanted twice. */
  field: { name: Field; turn: number } | null;
  /** The last key that could not be taken, and why; gone with the next one that can. */
  refused: Refusal | null;
}

const NO_DETAILS = {
  promise: { on: null, method: null, amount: null, reissue: false, itemIds: [] },
  paid: { on: null, where: null },
  callbackAt: '',
  reason: null,
  wish: null,
} as const;

/** A draft without what depends on the talk: nothing of an earlier choice is saved unseen. */
export function withoutDetails(draft: ResultDraft): ResultDraft {
  return { ...draft, ...NO_DETAILS };
}

/** What telephony knows is filled in already: a call nobody answered needs no key but the one that saves. */
export function draftFor(call: DraftCall): ResultDraft {
  const draft: ResultDraft = {
    call,
    who: null,
    line: 'answered_human',
    talk: null,
    ...NO_DETAILS,
    numberStatus: 'auto',
    labels: [],
    inboundClass: null,
    causeKind: null,
    speakerName: '',
    note: '',
    slot: 'who',
    resume: 'who',
    field: null,
    refused: null,
  };
  return { ...draft, ...prefilled(call) };
}

/** By telephony and the check alone, before anybody presses a key. */
export function prefilled(call: DraftCall): Pick<ResultDraft, 'who' | 'line' | 'talk' | 'slot'> {
  if (call.answered) {
    return {
      who: call.identityPassed ? (call.speaker ?? 'principal') : null,
      line: 'answered_human',
      talk: null,
      slot: call.identityPassed ? 'talk' : 'who',
    };
  }
  const { lineResult } = call;
  const known = lineResult !== null && lineResult !== 'answered_human' && lineResult !== 'abandoned';
  return { who: call.ended ? 'nobody' : null, line: known ? lineResult : 'no_answer', talk: null, slot: 'who' };
}

/** What would be noted about the number. */
export function numberStatusOf(draft: ResultDraft): PhoneWordStatus | null {
  if (!draft.call.hasNumber || draft.numberStatus === 'none') return null;
  if (draft.numberStatus === 'auto') return statusByResult(draft.who, draft.line, draft.talk);
  return draft.numberStatus;
}

/** What the citizen's call would be counted as; null for ours. */
export function inboundClassOf(draft: ResultDraft): InboundClass | null {
  return draft.call.inbound ? (draft.inboundClass ?? classByTalk(draft.who, draft.talk)) : null;
}
