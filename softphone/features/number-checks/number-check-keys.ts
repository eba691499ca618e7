import type { NumberVerdict } from '../../../core/contracts/http/number-checks.ts';

/** In the order of the keys 1 to 5. */
export const VERDICTS: readonly NumberVerdict[] = ['unallocated', 'temp_out', 'unreachable', 'ringing', 'other'];

export type NumberCheckAct =
  | { type: 'play' }
  | { type: 'verdict'; verdict: NumberVerdict }
  | { type: 'move'; by: 1 | -1 }
  | { type: 'undo' };

export interface NumberCheckPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

/** One key plays, one key decides. Nothing while an IME composes, and a key that is held down decides once. */
export function numberCheckKey(press: NumberCheckPress): NumberCheckAct | null {
  if (press.isComposing || press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.key === 'ArrowDown' || press.key === 'j') return { type: 'move', by: 1 };
  if (press.key === 'ArrowUp' || press.key === 'k') return { type: 'move', by: -1 };
  if (press.repeat) return null;
  if (press.key === ' ' || press.key === 'Enter') return { type: 'play' };
  if (press.key === 'Backspace') return { type: 'undo' };
  const verdict = /^[1-5]$/.test(press.key) ? VERDICTS[Number(press.key) - 1] : undefined;
  return verdict ? { type: 'verdict', verdict } : null;
}
