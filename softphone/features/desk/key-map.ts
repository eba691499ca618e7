import type { CallAction } from './call-actions.ts';

/** The part of a KeyboardEvent that decides; plain, so that it can be tried without a browser. */
export interface KeyPress {
  key: string;
  /** Place on the keyboard: the same whatever the IME makes of the letter. */
  code: string;
  keyCode: number;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

export interface KeyScene {
  /** The cursor stands in a field where digits and letters are text. */
  editing: boolean;
  /** Focus stands on a button, link or list: Enter and arrows are its own. */
  onControl: boolean;
  pad: 'dtmf' | 'break' | 'skip' | null;
  digits: 'identity' | 'result' | 'none';
}

export type DeskKeyAction =
  | { type: 'call'; action: CallAction }
  | { type: 'save' }
  | { type: 'digit'; digit: string }
  | { type: 'result_letter'; letter: string }
  | { type: 'identity_letter'; letter: string }
  | { type: 'dtmf'; digit: string }
  | { type: 'confirm_identity' }
  | { type: 'switch_digits' }
  | { type: 'back' }
  /** Out of a text field, so that digits are keys again. */
  | { type: 'leave_field' }
  | { type: 'close_pad' };

const altKeys: Record<string, CallAction> = {
  KeyM: 'mute',
  KeyH: 'hold',
  KeyQ: 'hang_up',
  KeyD: 'dtmf',
  KeyR: 'ready',
  KeyB: 'break',
  KeyS: 'skip',
};

/** What a browser sends for every key while an IME holds it. */
const imeKeyCode = 229;

/**
 * The desk's action for a key, or null when the key is not ours. Nothing acts while an IME composes: its F6–F10, Enter and
 * digits belong to the conversion. F6–F10 are never ours at all.
 */
export function deskKey(press: KeyPress, scene: KeyScene): DeskKeyAction | null {
  if (press.isComposing || press.keyCode === imeKeyCode || press.key === 'Process') return null;
  if (press.metaKey) return null;
  const plain = !press.altKey && !press.ctrlKey;
  if (press.code === 'Enter' || press.code === 'NumpadEnter') return enter(press, scene, plain);
  if (press.repeat) return null;
  if (press.altKey && !press.ctrlKey && !press.shiftKey) return alt(press.code);
  if (!plain) return null;
  if (press.code === 'F2') return { type: 'call', action: 'dial' };
  if (press.code === 'Escape')
    return scene.pad ? { type: 'close_pad' } : scene.editing ? { type: 'leave_field' } : null;
  if (scene.editing) return null;
  if (press.code === 'Backspace') return scene.digits === 'result' ? { type: 'back' } : null;
  return character(press, scene);
}

function enter(press: KeyPress, scene: KeyScene, plain: boolean): DeskKeyAction | null {
  if (press.repeat) return null;
  if (press.ctrlKey && !press.altKey) return { type: 'save' };
  if (plain && !scene.editing && !scene.onControl && scene.digits === 'identity') return { type: 'confirm_identity' };
  return null;
}

function alt(code: string): DeskKeyAction | null {
  if (code === 'KeyI') return { type: 'switch_digits' };
  const action = altKeys[code];
  return action ? { type: 'call', action } : null;
}

function character(press: KeyPress, scene: KeyScene): DeskKeyAction | null {
  if (scene.pad === 'dtmf' && (press.key === '*' || press.key === '#')) return { type: 'dtmf', digit: press.key };
  if (press.shiftKey) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  if (digit !== undefined) return scene.pad === 'dtmf' ? { type: 'dtmf', digit } : { type: 'digit', digit };
  const letter = /^Key([QWERTASDFGVN])$/.exec(press.code)?.[1];
  if (letter && scene.pad === null && scene.digits === 'result') return { type: 'result_letter', letter };
  if (letter && scene.pad === null && scene.digits === 'identity') return { type: 'identity_letter', letter };
  return null;
}
