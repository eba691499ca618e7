import type { MouseEvent, ReactNode } from 'react';

interface KeyButtonProps {
  keys: string;
  children: ReactNode;
  enabled: boolean;
  onPress: () => void;
  tone?: 'plain' | 'go' | 'stop';
  pressed?: boolean;
}

/** An action with its key on it. Pressing it with the mouse does not move the focus: hands and cursor stay where they were. */
export function KeyButton({ keys, children, enabled, onPress, tone = 'plain', pressed }: KeyButtonProps) {
  return (
    <button
      type="button"
      className="key-button"
      data-tone={tone}
      disabled={!enabled}
      aria-pressed={pressed}
      aria-keyshortcuts={keys.replace('Ctrl', 'Control')}
      onMouseDown={(event: MouseEvent) => event.preventDefault()}
      onClick={onPress}
    >
      <kbd>{keys}</kbd>
      <span>{children}</span>
    </button>
  );
}
