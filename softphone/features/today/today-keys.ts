export type TodayAct = { type: 'move'; by: 1 | -1 } | { type: 'open' | 'own' | 'confirm' | 'desk' };

export interface TodayPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

/** The page's act for a key, or null; nothing while an IME composes, in a field, or for a focused button's own Enter. */
export function todayKey(press: TodayPress, scene: { editing: boolean; onControl: boolean }): TodayAct | null {
  if (press.isComposing || press.key === 'Process' || press.ctrlKey || press.altKey || press.metaKey) return null;
  if (scene.editing) return null;
  if (press.key === 'j' || press.key === 'ArrowDown') return { type: 'move', by: 1 };
  if (press.key === 'k' || press.key === 'ArrowUp') return { type: 'move', by: -1 };
  if (press.repeat) return null;
  switch (press.key.toLowerCase()) {
    case 'enter':
      return scene.onControl ? null : { type: 'open' };
    case 'c':
      return { type: 'own' };
    case 'x':
      return { type: 'confirm' };
    case 'g':
      return { type: 'desk' };
    default:
      return null;
  }
}
