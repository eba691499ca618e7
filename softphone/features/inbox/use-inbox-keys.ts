import { useEffect, useRef } from 'react';
import { type InboxAct, type InboxScene, inboxKey } from './inbox-keys.ts';

export function useInboxKeys(
  scene: Pick<InboxScene, 'asking' | 'mayDecide' | 'unread'>,
  act: (action: InboxAct) => void,
): void {
  const latest = useRef({ scene, act });
  latest.current = { scene, act };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      // What scrolls has the arrows for itself.
      if (event.key.startsWith('Arrow') && target?.matches('section[tabindex]')) return;
      const editing = target?.matches('input, textarea, select, [contenteditable="true"]') ?? false;
      // A list row under the cursor is no other control: Enter there goes on to the decision.
      const onControl = target?.matches('a, button:not(.approval-item)') ?? false;
      const action = inboxKey(event, { ...latest.current.scene, editing, onControl });
      if (!action) return;
      event.preventDefault();
      latest.current.act(action);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
