/** What is being asked before a decision is sent; null while only reading. */
export type Asking = 'approve' | 'return' | null;

export type InboxAct =
  | { type: 'move'; by: 1 | -1 }
  | { type: 'ask'; asking: Asking }
  | { type: 'decide'; decision: 'approve' | 'return' }
  | { type: 'read' };

export interface InboxPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

export interface InboxScene {
  /** The cursor stands in a text field. */
  editing: boolean;
  /** Focus stands on a button or link: Enter is its own. */
  onControl: boolean;
  asking: Asking;
  mayDecide: boolean;
  /** An answer to my question that I have not confirmed yet. */
  unread: boolean;
}

/** The page's act for a key, or null. No key decides alone: first it asks, then the same or another key confirms. */
export function inboxKey(press: InboxPress, scene: InboxScene): InboxAct | null {
  if (press.isComposing || press.key === 'Process' || press.altKey || press.metaKey) return null;
  if (press.key === 'Escape') return scene.asking ? { type: 'ask', asking: null } : null;
  if (press.key === 'Enter' && !press.repeat) return enter(press, scene);
  if (scene.editing || press.ctrlKey) return null;
  switch (press.key) {
    case 'j':
    case 'ArrowDown':
      return { type: 'move', by: 1 };
    case 'k':
    case 'ArrowUp':
      return { type: 'move', by: -1 };
    case 'r':
    case 'R':
      return scene.mayDecide && !press.repeat ? { type: 'ask', asking: 'return' } : null;
    default:
      return null;
  }
}

function enter(press: InboxPress, { editing, onControl, asking, mayDecide, unread }: InboxScene): InboxAct | null {
  if (press.ctrlKey) return mayDecide && asking ? { type: 'decide', decision: asking } : null;
  if (editing || onControl) return null;
  if (unread) return { type: 'read' };
  if (!mayDecide) return null;
  if (asking === 'approve') return { type: 'decide', decision: 'approve' };
  return asking === null ? { type: 'ask', asking: 'approve' } : null;
}
