import { useEffect, useRef } from 'react';
import { type TodayAct, todayKey } from './today-keys.ts';

export function useTodayKeys(act: (action: TodayAct) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const editing = target?.matches('input, textarea, select, [contenteditable="true"]') ?? false;
      const action = todayKey(event, { editing, onControl: target?.matches('a, button') ?? false });
      if (!action) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
