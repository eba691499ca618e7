import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import type { KeyPress } from './key-map.ts';

/** What the keys do about others in the call. */
export type OthersAction =
  | { type: 'toggle_panel' }
  | { type: 'close' }
  | { type: 'help' }
  | { type: 'pause' }
  | { type: 'join_help' }
  | { type: 'leave' }
  | { type: 'group'; index: number }
  | { type: 'move'; by: 1 | -1 }
  | { type: 'choose'; how: 'attended' | 'blind' | 'three_way' }
  | { type: 'consult'; choice: 1 | 2 | 3 }
  | { type: 'pause_reason'; index: number };

export interface OthersScene {
  panel: 'targets' | 'consult' | 'pause' | null;
  /** The cursor stands in the panel's own field for a number. */
  inNumber: boolean;
  can: OthersCan;
}

export interface OthersCan {
  transfer: boolean;
  help: boolean;
  pause: boolean;
  join: boolean;
  leave: boolean;
}

/** Which of these keys do something now. */
export function othersCan(snapshot: AgentSnapshot | null): OthersCan {
  const talking = snapshot?.state === 'talking' && snapshot.call !== null && snapshot.joinedFor === null;
  const joined = snapshot?.joinedFor != null && snapshot.offer === null;
  const isFree = snapshot?.state === 'available' || snapshot?.state === 'break';
  return {
    transfer: talking,
    help: talking,
    pause: talking && (snapshot.call?.recording.mayPause ?? false),
    join: isFree && snapshot.legUp && snapshot.helpAsked.length > 0,
    leave: joined,
  };
}

/** What a browser sends for every key while an IME holds it. */
const imeKeyCode = 229;

/**
 * The action of a key, or null when it is not ours. Like every key of the desk: nothing while an IME composes, nothing on F6–F10. The panel
 * takes digits, arrows and Enter only while it is open, and it opens by a key of its own: nobody is passed on by a key of an editor.
 */
export function othersKey(press: KeyPress, { panel, inNumber, can }: OthersScene): OthersAction | null {
  if (press.isComposing || press.keyCode === imeKeyCode || press.key === 'Process') return null;
  if (press.metaKey || press.ctrlKey || press.repeat) return null;
  if (press.altKey) return press.shiftKey ? null : alt(press.code, can);
  if (panel === null) return null;
  if (press.code === 'Escape') return { type: 'close' };
  const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1] ?? 0);
  if (panel === 'consult') return digit >= 1 && digit <= 3 ? { type: 'consult', choice: digit as 1 | 2 | 3 } : null;
  if (panel === 'pause') return digit > 0 ? { type: 'pause_reason', index: digit - 1 } : null;
  if (press.code === 'ArrowDown') return { type: 'move', by: 1 };
  if (press.code === 'ArrowUp') return { type: 'move', by: -1 };
  if (press.code === 'Enter' || press.code === 'NumpadEnter')
    return { type: 'choose', how: press.shiftKey ? 'blind' : 'attended' };
  if (press.key === '+' || press.code === 'NumpadAdd') return { type: 'choose', how: 'three_way' };
  if (digit >= 1 && digit <= 4 && !inNumber && !press.shiftKey) return { type: 'group', index: digit - 1 };
  return null;
}

function alt(code: string, can: OthersCan): OthersAction | null {
  if (code === 'KeyT' && can.transfer) return { type: 'toggle_panel' };
  if (code === 'KeyG' && can.help) return { type: 'help' };
  if (code === 'KeyP' && can.pause) return { type: 'pause' };
  if (code === 'KeyJ' && can.join) return { type: 'join_help' };
  // The same key that ends one's own call only leaves somebody else's.
  if (code === 'KeyQ' && can.leave) return { type: 'leave' };
  return null;
}
