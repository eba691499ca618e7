import { type RefObject, useEffect, useRef } from 'react';
import type { AgentStateName } from '../../../core/contracts/calls.ts';
import type { DigitTarget } from './use-desk.ts';

/**
 * Hands stay on the keyboard: the focus lands where the next digit belongs when a call begins and when it ends. Somebody in the
 * middle of a word keeps the cursor.
 */
export function useDeskFocus(
  state: AgentStateName,
  digits: DigitTarget,
  identityPanel: RefObject<HTMLElement | null>,
  resultPanel: RefObject<HTMLElement | null>,
): void {
  const before = useRef<AgentStateName>(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    const focused = document.activeElement;
    const isText =
      focused instanceof HTMLTextAreaElement ||
      (focused instanceof HTMLInputElement && /^(text|date)/.test(focused.type));
    const typing = isText && focused.value !== '';
    if (typing) return;
    if (state === 'talking') identityPanel.current?.focus({ preventScroll: true });
    if (state === 'wrap_up') resultPanel.current?.focus({ preventScroll: true });
    if (state === 'reserved' && focused instanceof HTMLElement) focused.blur();
  }, [state, identityPanel, resultPanel]);
  useEffect(() => {
    // The frame that says where digits go is one: whoever stood in the other panel moves with them.
    const from = digits === 'result' ? identityPanel.current : digits === 'identity' ? resultPanel.current : null;
    const to = digits === 'result' ? resultPanel.current : identityPanel.current;
    if (from !== null && document.activeElement === from) to?.focus({ preventScroll: true });
  }, [digits, identityPanel, resultPanel]);
}
