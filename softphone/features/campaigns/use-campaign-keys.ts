import { useEffect, useRef } from 'react';
import { type CampaignAct, campaignKey } from './campaign-keys.ts';

export function useCampaignKeys(act: (act: CampaignAct) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const editing = target?.matches('input, textarea, select, [contenteditable="true"], [role="listbox"] *') ?? false;
      // A button, a link or a choice in focus has the Enter for itself.
      if (event.key === 'Enter' && target?.matches('button, a, summary, input, [role="radio"]')) return;
      const action = campaignKey(event, editing);
      if (!action) return;
      if (action.type !== 'close') event.preventDefault();
      latest.current(action);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
