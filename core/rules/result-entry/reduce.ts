import { refusePick, type SideAct, sideActs, slotChoices } from './choices.ts';
import { REASONS_FOR } from './combinations.ts';
import {
  type DraftCall,
  draftFor,
  type Field,
  prefilled,
  type ResultDraft,
  type Slot,
  withoutDetails,
} from './draft.ts';
import { type EntryLabel, MOST_LABELS } from './entry.ts';
import type { EntryEvent, Pick } from './pick.ts';
import { refuseLine, refuseTalk } from './refuse.ts';
import { isSideSlot, missingPart, resumeSlot, slotAfter, slotPath } from './slots.ts';
import { typeInto } from './type-into.ts';

/** One key, click or piece of news after another; no clock and nothing kept elsewhere. */
export function reduceEntry(draft: ResultDraft, event: EntryEvent): ResultDraft {
  switch (event.type) {
    case 'key':
      return keyPressed(draft, event.key, event.nowMs);
    case 'typed':
      return typeInto(draft, event.name, event.text);
    case 'field_done':
      return fieldDone(draft);
    case 'back':
      return { ...back(draft), field: null, refused: null };
    case 'show_missing':
      return showMissing(draft);
    case 'call_changed':
      return follow(draft, event.call);
    default:
      return choose(draft, event);
  }
}

function keyPressed(draft: ResultDraft, key: string, nowMs: number): ResultDraft {
  const choice = slotChoices(draft, nowMs).find((one) => one.key === key);
  if (choice?.refused) return { ...draft, refused: choice.refused };
  if (choice) return choose(draft, choice.pick);
  const side = sideActs(draft).find((one) => one.key === key);
  return side ? beside(draft, side.act) : draft;
}

function beside(draft: ResultDraft, act: SideAct): ResultDraft {
  const clear = { ...draft, refused: null };
  if (act === 'note' || act === 'speaker') return toField(clear, act);
  if (act === 'amount') return toField(clear, draft.wish ? 'wish_amount' : 'promise_amount');
  if (act === 'reissue') return choose(draft, { type: 'reissue' });
  // The same letter closes again what it opened.
  if (draft.slot === act) return resumed(clear);
  return { ...clear, slot: act, resume: resumeSlot(draft) };
}

function choose(draft: ResultDraft, pick: Pick): ResultDraft {
  const refused = refusePick(draft, pick);
  if (refused) return { ...draft, refused };
  return picked({ ...draft, refused: null }, pick);
}

function picked(draft: ResultDraft, pick: Pick): ResultDraft {
  switch (pick.type) {
    case 'who':
      return chooseWho(draft, pick.who);
    case 'line':
      return { ...withoutDetails(draft), who: 'nobody', line: pick.line, talk: null, speakerName: '', slot: 'who' };
    case 'cut':
      return {
        ...withoutDetails(draft),
        who: 'nobody',
        line: 'answered_human',
        talk: 'hung_up',
        speakerName: '',
        slot: 'who',
      };
    case 'talk': {
      const usual = REASONS_FOR[pick.talk]?.usual ?? null;
      const next = { ...withoutDetails(draft), talk: pick.talk, reason: usual };
      const after = { ...next, slot: slotAfter(next, 'talk') };
      return pick.talk === 'complaint' ? toField(after, 'note') : after;
    }
    case 'promise_day':
      return step({ ...draft, promise: { ...draft.promise, on: pick.on } }, 'promise_day');
    case 'promise_method':
      return step({ ...draft, promise: { ...draft.promise, method: pick.method } }, 'promise_method');
    case 'reissue':
      return draft.talk === 'promise'
        ? { ...draft, promise: { ...draft.promise, reissue: !draft.promise.reissue } }
        : draft;
    case 'paid_day':
      return step({ ...draft, paid: { ...draft.paid, on: pick.on } }, 'paid_day');
    case 'paid_where':
      return step({ ...draft, paid: { ...draft.paid, where: pick.where } }, 'paid_where');
    case 'callback_at':
      return step({ ...draft, callbackAt: pick.at }, 'callback');
    case 'reason':
      return step({ ...draft, reason: pick.reason, wish: null }, 'reason');
    case 'wishes':
      return { ...withoutDetails(draft), talk: 'needs_city', reason: 'instalment', wish: NO_WISH, slot: 'wish_day' };
    case 'wish_from':
      return step({ ...draft, wish: { ...(draft.wish ?? NO_WISH), from: pick.on } }, 'wish_day');
    case 'wish_times': {
      const next = { ...draft, wish: { ...(draft.wish ?? NO_WISH), times: pick.times }, slot: 'done' as const };
      return next.wish.amount === null ? toField(next, 'wish_amount') : next;
    }
    case 'number':
      return resumed({ ...draft, numberStatus: pick.status });
    case 'label':
      return resumed({ ...draft, labels: toggled(draft.labels, pick.label) });
    case 'inbound_class':
      return resumed({ ...draft, inboundClass: pick.inboundClass });
    case 'cause':
      return resumed({ ...draft, causeKind: draft.causeKind === pick.cause ? null : pick.cause });
    case 'field':
      return toField(draft, pick.name);
  }
}

const NO_WISH = { from: null, times: null, amount: null };

/** Whatever was said before is dropped when the new person cannot have said it. */
function chooseWho(draft: ResultDraft, who: Exclude<ResultDraft['who'], null>): ResultDraft {
  const spoken: ResultDraft = {
    ...draft,
    who,
    line: 'answered_human',
    speakerName: who === 'principal' ? '' : draft.speakerName,
  };
  const stays =
    draft.talk !== null &&
    draft.who !== 'nobody' &&
    refuseTalk({ whoAnswered: who, talkResult: draft.talk }, draft.call) === null;
  const next = fitted(stays ? spoken : { ...withoutDetails(spoken), talk: null });
  return { ...next, slot: slotAfter(next, 'who') };
}

/** A status of the number that contradicts the new person falls back to what the line says. */
function fitted(draft: ResultDraft): ResultDraft {
  const { numberStatus: status } = draft;
  if (status === 'auto' || status === 'none') return draft;
  const possible = slotChoices(draft, 0, 'number').some(
    ({ pick, refused }) => pick.type === 'number' && pick.status === status && refused === null,
  );
  return possible ? draft : { ...draft, numberStatus: 'auto' };
}

const step = (draft: ResultDraft, from: Slot): ResultDraft => ({
  ...draft,
  slot: slotAfter(draft, from),
});
const resumed = (draft: ResultDraft): ResultDraft => ({ ...draft, slot: resumeSlot(draft) });

function toField(draft: ResultDraft, name: Field): ResultDraft {
  return { ...draft, field: { name, turn: (draft.field?.turn ?? 0) + 1 } };
}

function toggled(labels: readonly EntryLabel[], label: EntryLabel): readonly EntryLabel[] {
  const rest = labels.filter(({ text }) => text !== label.text);
  return rest.length < labels.length ? rest : [...labels, label].slice(-MOST_LABELS);
}

const SLOT_OF: Partial<Record<Field, Slot>> = {
  promise_on: 'promise_day',
  paid_on: 'paid_day',
  callback_at: 'callback',
  wish_from: 'wish_day',
};

/** What was typed answers its slot like a key would. */
function fieldDone(draft: ResultDraft): ResultDraft {
  const next = { ...draft, field: null };
  if (isSideSlot(next.slot)) return resumed(next);
  const answered = draft.field && SLOT_OF[draft.field.name] === next.slot && missingPart(next) !== next.slot;
  return answered ? step(next, next.slot) : next;
}

/** One slot back, nothing forgotten: the next key replaces what was chosen there. At the beginning: what telephony said. */
function back(draft: ResultDraft): ResultDraft {
  if (isSideSlot(draft.slot)) return resumed(draft);
  const path = slotPath(draft);
  const at = draft.slot === 'done' ? path.length : path.indexOf(draft.slot);
  if (at > 0) return { ...draft, slot: path[at - 1] ?? 'who' };
  return draft.who === 'nobody' ? { ...withoutDetails(draft), ...prefilled(draft.call) } : draft;
}

function showMissing(draft: ResultDraft): ResultDraft {
  const missing = missingPart(draft);
  if (missing === null) return draft;
  if (missing === 'note' || missing === 'wish_amount') return toField({ ...draft, slot: 'done' }, missing);
  return { ...draft, slot: missing };
}

/** News of the call. What the agent entered stays, unless it can no longer be true. */
function follow(draft: ResultDraft, call: DraftCall): ResultDraft {
  if (call.id !== draft.call.id) return draftFor(call);
  const next: ResultDraft = { ...draft, call };
  if (next.who === null) return { ...next, ...prefilled(call) };
  const entered = { whoAnswered: next.who, lineResult: next.line, talkResult: next.talk };
  const onLine = refuseLine(entered, call);
  if (onLine) return { ...withoutDetails(next), speakerName: '', ...prefilled(call), refused: onLine };
  const inTalk = next.talk === null ? null : refuseTalk(entered, call);
  return inTalk ? { ...withoutDetails(next), talk: null, slot: 'talk', refused: inTalk } : next;
}
