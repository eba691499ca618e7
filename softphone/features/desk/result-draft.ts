import type { LineResult, TalkResult, WhoAnswered } from '../../../core/contracts/calls.ts';
import type { SaveResult } from '../../../core/contracts/http/desk.ts';
import type { CallSnapshot } from '../../../core/contracts/realtime.ts';

/** The result on its two axes while the agent enters it. `group` is where the next digit goes. */
export interface ResultDraft {
  callId: string;
  who: WhoAnswered | null;
  line: LineResult;
  talk: TalkResult | null;
  /** Local date and time as the input shows it, `2026-11-20T18:00`; the city's time. */
  callbackAt: string;
  note: string;
  group: 'who' | 'line' | 'talk';
}

export type ResultEvent =
  | { type: 'key'; key: string }
  | { type: 'who'; who: WhoAnswered }
  | { type: 'line'; line: LineResult }
  | { type: 'talk'; talk: TalkResult }
  | { type: 'note'; note: string }
  | { type: 'callback_at'; at: string }
  | { type: 'back' }
  /** Telephony or the identity check learned something since the draft began. */
  | { type: 'call_changed'; call: CallSnapshot };

interface Choice<T> {
  key: string;
  value: T;
}

export const whoChoices: readonly Choice<WhoAnswered>[] = [
  { key: '1', value: 'principal' },
  { key: '2', value: 'household' },
  { key: '3', value: 'representative' },
  { key: '4', value: 'third_party' },
  { key: '5', value: 'wrong_person' },
  { key: '6', value: 'nobody' },
];

export const lineChoices: readonly Choice<LineResult>[] = [
  { key: '1', value: 'no_answer' },
  { key: '2', value: 'answered_machine' },
  { key: '3', value: 'busy' },
  { key: '4', value: 'unallocated' },
  { key: '5', value: 'rejected' },
  { key: '6', value: 'temp_out' },
  { key: '7', value: 'unreachable' },
  { key: '8', value: 'fax' },
  { key: '9', value: 'trunk_error' },
  { key: '0', value: 'cancelled' },
];

/** The ten that happen daily have digits, the rest the letters below them. */
export const talkChoices: readonly Choice<TalkResult>[] = [
  { key: '1', value: 'promise' },
  { key: '2', value: 'claims_paid' },
  { key: '3', value: 'reissue' },
  { key: '4', value: 'needs_city' },
  { key: '5', value: 'callback' },
  { key: '6', value: 'hardship' },
  { key: '7', value: 'refuses' },
  { key: '8', value: 'disputes' },
  { key: '9', value: 'direct_debit' },
  { key: '0', value: 'message_left' },
  { key: 'Q', value: 'hung_up' },
  { key: 'W', value: 'complaint' },
  { key: 'E', value: 'do_not_call' },
  { key: 'R', value: 'status_change' },
  { key: 'T', value: 'id_failed' },
];

/** What telephony knows is filled in already: a call nobody answered needs no key but the one that saves. */
export function draftFor(call: CallSnapshot): ResultDraft {
  const empty = { callId: call.id, talk: null, callbackAt: '', note: '' };
  if (call.answeredAt === null) {
    const known = call.lineResult && call.lineResult !== 'answered_human' ? call.lineResult : 'no_answer';
    return { ...empty, who: call.endedAt ? 'nobody' : null, line: known, group: call.endedAt ? 'line' : 'who' };
  }
  const who = call.identityPassed ? 'principal' : null;
  return { ...empty, who, line: call.lineResult ?? 'answered_human', group: who ? 'talk' : 'who' };
}

export function reduceResult(draft: ResultDraft, event: ResultEvent): ResultDraft {
  switch (event.type) {
    case 'key':
      return keyPressed(draft, event.key);
    case 'who':
      return chooseWho(draft, event.who);
    case 'line':
      return { ...draft, line: event.line, group: 'line' };
    case 'talk':
      return { ...draft, talk: event.talk, group: 'talk' };
    case 'note':
      return { ...draft, note: event.note.slice(0, 500) };
    case 'callback_at':
      return { ...draft, callbackAt: event.at };
    case 'back':
      return { ...draft, group: 'who' };
    case 'call_changed':
      return follow(draft, event.call);
  }
}

function keyPressed(draft: ResultDraft, key: string): ResultDraft {
  const find = <T>(choices: readonly Choice<T>[]) => choices.find((choice) => choice.key === key)?.value;
  if (draft.group === 'who') {
    const who = find(whoChoices);
    return who ? chooseWho(draft, who) : draft;
  }
  if (draft.group === 'line') {
    const line = find(lineChoices);
    return line ? { ...draft, line } : draft;
  }
  const talk = find(talkChoices);
  return talk ? { ...draft, talk } : draft;
}

function chooseWho(draft: ResultDraft, who: WhoAnswered): ResultDraft {
  if (who === 'nobody') {
    // Answered, yet nobody there: a voicemail that telephony could not know.
    const line = draft.line === 'answered_human' ? 'answered_machine' : draft.line;
    return { ...draft, who, line, talk: null, group: 'line' };
  }
  return { ...draft, who, line: 'answered_human', group: 'talk' };
}

function follow(draft: ResultDraft, call: CallSnapshot): ResultDraft {
  if (call.id !== draft.callId) return draftFor(call);
  if (draft.who !== null) return draft;
  const fresh = draftFor(call);
  return { ...fresh, note: draft.note, callbackAt: draft.callbackAt, talk: draft.talk };
}

/** Speaking with somebody who may know of the matter always has a content; a wrong number and an empty line have none. */
export function needsTalk(who: WhoAnswered | null): boolean {
  return who === 'principal' || who === 'household' || who === 'representative' || who === 'third_party';
}

export function isComplete(draft: ResultDraft): boolean {
  if (draft.who === null) return false;
  if (needsTalk(draft.who) && draft.talk === null) return false;
  return draft.talk !== 'callback' || draft.callbackAt !== '';
}

/** @throws RangeError when the draft is not complete: the desk never offers to save one. */
export function toSaveResult(draft: ResultDraft): SaveResult {
  if (!isComplete(draft) || draft.who === null) throw new RangeError('the result is not complete');
  return {
    callId: draft.callId,
    whoAnswered: draft.who,
    lineResult: draft.line,
    talkResult: draft.who === 'nobody' ? null : draft.talk,
    callbackAt: draft.talk === 'callback' ? new Date(`${draft.callbackAt}:00+09:00`).toISOString() : null,
    note: draft.note.trim(),
  };
}
