import type { HandOverReason } from '../hand-over.ts';
import type { CauseKind } from '../inbound/propose-cause.ts';
import type { PhoneWordStatus } from '../phone-word.ts';
import type { PromiseMethod } from '../promise.ts';
import type { InboundClass, LineResult, TalkResult } from '../vocabulary.ts';
import type { Spoken } from './combinations.ts';
import type { DraftCall, Field } from './draft.ts';
import type { EntryLabel, PaidWhere } from './entry.ts';

/** What one key or one click chooses. */
export type Pick =
  | { type: 'who'; who: Spoken }
  /** Nobody was spoken to: what the line did. */
  | { type: 'line'; line: LineResult }
  /** Somebody picked up and put down without a word. */
  | { type: 'cut' }
  | { type: 'talk'; talk: TalkResult }
  | { type: 'promise_day'; on: string }
  | { type: 'promise_method'; method: PromiseMethod }
  | { type: 'paid_day'; on: string }
  | { type: 'paid_where'; where: PaidWhere }
  | { type: 'callback_at'; at: string }
  | { type: 'reason'; reason: HandOverReason }
  /** More dates than one: no promise but a request to the city. */
  | { type: 'wishes' }
  | { type: 'wish_from'; on: string }
  | { type: 'wish_times'; times: number }
  | { type: 'number'; status: PhoneWordStatus | 'none' }
  /** Put, or taken off again. */
  | { type: 'label'; label: EntryLabel }
  | { type: 'inbound_class'; inboundClass: InboundClass }
  /** What made them call; chosen once more, it is the product's own guess again. */
  | { type: 'cause'; cause: CauseKind }
  | { type: 'reissue' }
  | { type: 'field'; name: Field };

/** What was typed into a field, whole. */
export interface Typed {
  type: 'typed';
  name: Field;
  /** Of an amount: digits. */
  text: string;
}

export type EntryEvent =
  /** @param nowMs product clock: days and times are counted from it */
  | { type: 'key'; key: string; nowMs: number }
  | Pick
  | Typed
  /** The cursor leaves a field for the next key. */
  | { type: 'field_done' }
  | { type: 'back' }
  /** Saving was asked for and something is missing: the cursor goes there. */
  | { type: 'show_missing' }
  /** Telephony or the identity check learned something since the draft began. */
  | { type: 'call_changed'; call: DraftCall };
