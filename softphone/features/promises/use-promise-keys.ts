import { useEffect, useRef } from 'react';
import { type Asking, type PromiseAct, promiseKey } from './promise-keys.ts';

export function usePromiseKeys(asking: Asking, act: (action: PromiseAct) => void): void {
  const latest = useRef({ asking, act });
  latest.current = { asking, act };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const editing =
        target?.matches('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]') ?? false;
      const onControl = target?.matches('a, button') ?? false;
      const action = promiseKey(event, { asking: latest.current.asking, editing, onControl });
      if (!action) return;
      event.preventDefault();
      latest.current.act(action);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
