import { useEffect, useRef } from 'react';

/** What a browser sends for every key while an IME holds it. */
const IME_KEY_CODE = 229;

/** Keys with Alt of one panel, by their place on the keyboard (`KeyL`, `Digit1`); never while an IME composes. */
export function useAltKey(act: (code: string) => boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
      if (event.isComposing || event.keyCode === IME_KEY_CODE) return;
      if (latest.current(event.code)) event.preventDefault();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
