import { Button, type ButtonProps } from '@mantine/core';
import { useRef, useState } from 'react';
import { strings } from './strings.ts';
import './confirm-button.css';

interface ConfirmButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'color' | 'disabled'> {
  children: string;
  /** What will be so afterwards: one sentence. */
  ask: string;
  /** The word on the button that does it. */
  confirm: string;
  /** Where several stand on one page: whose this is. */
  label?: string;
  onConfirm: () => void;
}

/**
 * For what cannot be taken back. The second button never appears under the pointer or the finger that pressed the first: focus goes to
 * the way back, the sentence stands where the first button was.
 */
export function ConfirmButton({ children, ask, confirm, label, onConfirm, disabled, ...look }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  const asked = useRef(false);
  const size = look.size ?? 'xs';
  if (!asking)
    return (
      <Button
        variant="default"
        {...look}
        disabled={disabled ?? false}
        aria-label={label}
        autoFocus={asked.current}
        onClick={() => {
          asked.current = true;
          setAsking(true);
        }}
      >
        {children}
      </Button>
    );
  return (
    <fieldset
      className="confirm"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setAsking(false);
      }}
    >
      <legend className="sr-only">{label ?? children}</legend>
      <span role="status">{ask}</span>
      <Button
        size={size}
        color="red"
        disabled={disabled ?? false}
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {confirm}
      </Button>
      <Button size={size} variant="default" autoFocus onClick={() => setAsking(false)}>
        {strings.common.cancel}
      </Button>
    </fieldset>
  );
}
