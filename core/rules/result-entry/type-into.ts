import type { Field, ResultDraft } from './draft.ts';
import { LABEL_LIMIT, MOST_LABELS, NOTE_LIMIT } from './entry.ts';

/** Names as people say them; longer is a note. */
const NAME_LIMIT = 60;
/** Ten thousand million yen: more digits are a slip of the finger. */
const AMOUNT_DIGITS = 10;

/** A field that belongs to nothing chosen changes nothing: what is not on the screen is not saved. */
export function typeInto(draft: ResultDraft, name: Field, text: string): ResultDraft {
  switch (name) {
    case 'note':
      return { ...draft, note: text.slice(0, NOTE_LIMIT) };
    case 'speaker':
      return draft.who === null || draft.who === 'nobody' || draft.who === 'principal'
        ? draft
        : { ...draft, speakerName: text.slice(0, NAME_LIMIT) };
    case 'label':
      return typedLabel(draft, text);
    case 'callback_at':
      return draft.talk === 'callback' ? { ...draft, callbackAt: matching(AT, text) ?? '' } : draft;
    case 'promise_on':
      return draft.talk === 'promise' ? { ...draft, promise: { ...draft.promise, on: matching(DAY, text) } } : draft;
    case 'promise_amount':
      return draft.talk === 'promise' ? { ...draft, promise: { ...draft.promise, amount: yen(text) } } : draft;
    case 'paid_on':
      return draft.talk === 'claims_paid' ? { ...draft, paid: { ...draft.paid, on: matching(DAY, text) } } : draft;
    case 'wish_from':
      return draft.wish ? { ...draft, wish: { ...draft.wish, from: matching(DAY, text) } } : draft;
    case 'wish_amount':
      return draft.wish ? { ...draft, wish: { ...draft.wish, amount: yen(text) } } : draft;
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** Half a date is none yet. */
function matching(shape: RegExp, text: string): string | null {
  return shape.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** Full-width digits of an IME are digits, too. */
function yen(text: string): number | null {
  const digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, AMOUNT_DIGITS);
  return Number(digits) > 0 ? Number(digits) : null;
}

/** Typed when its field is left, so whole. */
function typedLabel(draft: ResultDraft, text: string): ResultDraft {
  const label = { colour: 'grey' as const, text: text.trim().slice(0, LABEL_LIMIT) };
  if (label.text === '' || draft.labels.some((one) => one.text === label.text)) return draft;
  return { ...draft, labels: [...draft.labels, label].slice(-MOST_LABELS) };
}
