import type { CallSnapshot } from '../../core/contracts/realtime.ts';
import { draftFor, type ResultDraft } from '../../core/rules/result-entry/draft.ts';
import { reduceEntry } from '../../core/rules/result-entry/reduce.ts';
import { deskKey, type KeyPress } from '../../softphone/features/desk/key-map.ts';
import { draftCall, isComplete, toSaveResult } from '../../softphone/features/desk/result-draft.ts';

/** Friday 2026-11-20 10:00 in Japan. */
export const NOW_MS = Date.parse('2026-11-20T01:00:00Z');

export const ringing: Parameters<typeof draftCall>[0] = {
  id: '0199f0c2-0000-7000-8000-000000000001',
  direction: 'outbound',
  state: 'ringing',
  subjectId: '01',
  callerId: '0220001100',
  phoneId: 1,
  unknownCaller: false,
  dialledAt: '2026-11-20T00:59:00Z',
  answeredAt: null,
  endedAt: null,
  lineResult: null,
  endedBy: null,
  identityPassed: false,
  identity: null,
} satisfies Partial<CallSnapshot>;
const ended = { state: 'ended', endedAt: '2026-11-20T01:00:00Z', endedBy: 'citizen' } as const;
export const unanswered: typeof ringing = { ...ringing, ...ended, lineResult: 'no_answer' };
export const answered: typeof ringing = {
  ...ringing,
  ...ended,
  answeredAt: '2026-11-20T00:59:10Z',
  lineResult: 'answered_human',
};
/** A citizen's own call. */
export const ownCall: typeof ringing = { ...answered, direction: 'inbound', callerId: '0312340001', phoneId: null };
export const proven: typeof ringing = { ...answered, identityPassed: true };

export function keyPress(code: string, more: Partial<KeyPress> = {}): KeyPress {
  const key = /^(?:Digit|Key)(.)$/.exec(code)?.[1] ?? code;
  const plain = { keyCode: 65, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  return { key, code, repeat: false, isComposing: false, ...plain, ...more };
}

/** One press after another at the desk in wrap-up, through the desk's own key map, as `desk.tsx` hands them on. */
export function typeResult(call: typeof ringing, keys: readonly string[]) {
  let draft: ResultDraft = draftFor(draftCall(call));
  let presses = 0;
  let saved: ReturnType<typeof toSaveResult> | null = null;
  const scene = { editing: false, onControl: false, pad: null, digits: 'result' } as const;
  for (const key of keys) {
    presses += 1;
    const press =
      key === 'Ctrl+Enter'
        ? keyPress('Enter', { ctrlKey: true })
        : keyPress(/^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/.test(key) ? `Key${key}` : key);
    const action = deskKey(press, scene);
    if (action?.type === 'digit') draft = reduceEntry(draft, { type: 'key', key: action.digit, nowMs: NOW_MS });
    else if (action?.type === 'result_letter')
      draft = reduceEntry(draft, { type: 'key', key: action.letter, nowMs: NOW_MS });
    else if (action?.type === 'back') draft = reduceEntry(draft, { type: 'back' });
    else if (action?.type === 'save' && isComplete(draft, NOW_MS)) saved = toSaveResult(draft);
  }
  return { presses, draft, saved };
}
