import { useEffect } from 'react';
import { goToSection, sectionOfKey } from './person-sections.ts';

/** Digits go to the parts of the page; nothing in a field, with another key, or while an IME composes. */
export function useSectionKeys(): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.isComposing || event.key === 'Process' || event.repeat) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.matches('input, textarea, select, [contenteditable="true"], [role="option"]')) return;
      const section = sectionOfKey(event.key);
      if (section && goToSection(section)) event.preventDefault();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
