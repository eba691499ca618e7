import { useEffect, useRef } from 'react';
import { actOfKey, type HandOverAct } from './hand-over-acts.ts';

interface Scene {
  asking: HandOverAct | null;
  acts: readonly HandOverAct[];
  onMove: (by: 1 | -1) => void;
  onAsk: (act: HandOverAct | null) => void;
  onSend: (act: HandOverAct) => void;
}

/** Nothing acts while an IME composes or somebody types, except what confirms or leaves the form. */
export function useHandOverKeys(scene: Scene): void {
  const latest = useRef(scene);
  latest.current = scene;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.isComposing || event.key === 'Process' || event.altKey || event.metaKey) return;
      if (!press(event, latest.current)) return;
      event.preventDefault();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

function press(event: KeyboardEvent, { asking, acts, onMove, onAsk, onSend }: Scene): boolean {
  if (asking !== null) {
    if (event.key === 'Escape') onAsk(null);
    else if (event.key === 'Enter' && event.ctrlKey && !event.repeat) onSend(asking);
    else return false;
    return true;
  }
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (event.ctrlKey || target?.matches('input, textarea, select')) return false;
  // What scrolls has the arrows for itself.
  if (event.key.startsWith('Arrow') && target?.matches('section[tabindex]')) return false;
  // A list row under the cursor is no other control: Enter there goes on.
  if (event.key === 'Enter' && target?.matches('a, button:not(.approval-item)')) return false;
  if (event.key === 'j' || event.key === 'ArrowDown') onMove(1);
  else if (event.key === 'k' || event.key === 'ArrowUp') onMove(-1);
  else {
    const act = event.repeat ? undefined : actOfKey(event.key, acts);
    if (!act) return false;
    onAsk(act);
  }
  return true;
}
