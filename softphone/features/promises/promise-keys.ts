export const PROMISE_TABS = ['today', 'overdue', 'broken', 'later', 'kept', 'callbacks'] as const;
export type PromiseTab = (typeof PROMISE_TABS)[number];

/** What is being asked before anything is sent. */
export type Asking = 'call' | 'callback' | null;

export type PromiseAct =
  | { type: 'move'; by: 1 | -1 }
  | { type: 'choose' }
  | { type: 'choose_all' }
  | { type: 'open' }
  | { type: 'tab'; tab: PromiseTab }
  | { type: 'ask'; asking: Asking }
  | { type: 'confirm' };

export interface PromisePress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

export interface PromiseScene {
  /** The cursor stands in a field of the reservation. */
  editing: boolean;
  /** Focus stands on a button or link: Enter and Space are its own. */
  onControl: boolean;
  asking: Asking;
}

/** The page's act for a key, or null. No key sends anything alone: it asks, then Enter confirms. Nothing while an IME composes. */
export function promiseKey(press: PromisePress, { editing, onControl, asking }: PromiseScene): PromiseAct | null {
  if (press.isComposing || press.key === 'Process' || press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.key === 'Escape') return asking ? { type: 'ask', asking: null } : null;
  if (press.key === 'Enter' && !press.repeat && !onControl) {
    if (asking) return { type: 'confirm' };
    return editing ? null : { type: 'open' };
  }
  if (editing) return null;
  if (press.key === 'j' || press.key === 'ArrowDown') return { type: 'move', by: 1 };
  if (press.key === 'k' || press.key === 'ArrowUp') return { type: 'move', by: -1 };
  return press.repeat ? null : pressedOnce(press.key);
}

function pressedOnce(key: string): PromiseAct | null {
  const tab = /^[1-6]$/.test(key) ? PROMISE_TABS[Number(key) - 1] : undefined;
  if (tab) return { type: 'tab', tab };
  switch (key.toLowerCase()) {
    case 'x':
      return { type: 'choose' };
    case 'a':
      return { type: 'choose_all' };
    case 'c':
      return { type: 'ask', asking: 'call' };
    case 'r':
      return { type: 'ask', asking: 'callback' };
    default:
      return null;
  }
}
