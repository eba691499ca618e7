import { useEffect, useRef } from 'react';
import { type DeskKeyAction, deskKey, type KeyScene } from './key-map.ts';

/** Listens in the capture phase: the desk's keys work wherever the focus stands, and before any widget sees them. */
export function useDeskKeys(
  scene: Pick<KeyScene, 'pad' | 'digits'>,
  act: (action: DeskKeyAction) => void,
  /** False while another page stands before this one: then only the call's own keys act, what is typed belongs to that page. */
  shown: () => boolean = () => true,
): void {
  const latest = useRef({ scene, act, shown });
  latest.current = { scene, act, shown };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const action = deskKey(event, { ...latest.current.scene, ...focusOf(event.target) });
      if (!action || (action.type !== 'call' && !latest.current.shown())) return;
      // Alt+D is also the browser's address bar, F2 a rename key: ours alone here.
      event.preventDefault();
      event.stopPropagation();
      latest.current.act(action);
    };
    addEventListener('keydown', listener, { capture: true });
    return () => removeEventListener('keydown', listener, { capture: true });
  }, []);
}

const textless = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color', 'file']);

function focusOf(target: EventTarget | null): Pick<KeyScene, 'editing' | 'onControl'> {
  if (target instanceof HTMLInputElement) {
    const text = !textless.has(target.type);
    return { editing: text, onControl: !text };
  }
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    return { editing: true, onControl: false };
  }
  const element = target instanceof HTMLElement ? target : null;
  if (element?.isContentEditable) return { editing: true, onControl: false };
  return { editing: false, onControl: element?.matches('button, a, [role="button"], [role="option"]') ?? false };
}
