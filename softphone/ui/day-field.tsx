import { Input } from '@mantine/core';
import { type CSSProperties, forwardRef, useId } from 'react';
import type { Direction } from '../../core/rules/typed-day.ts';
import { today } from '../client/product-today.ts';
import { DayInput } from './day-input.tsx';
import { DayPicker } from './day-picker.tsx';
import './day-field.css';

interface DayFieldProps {
  label?: string;
  /** Where no label stands beside it. */
  'aria-label'?: string;
  description?: string;
  error?: string | null;
  /** `YYYY-MM-DD`; empty = none. */
  value: string;
  onDay: (day: string) => void;
  min?: string | undefined;
  max?: string | undefined;
  /** `back`: a day without a year lies behind. */
  direction?: Direction;
  disabled?: boolean;
  w?: CSSProperties['width'];
}

/** A day in a form: typed (`1128`, `+7`, `水`), stepped with the arrows, or picked from a month with the mouse. */
export const DayField = forwardRef<HTMLInputElement, DayFieldProps>(function DayField(
  { label, description, error, value, onDay, min, max, direction = 'ahead', disabled = false, w = 172, ...named },
  ref,
) {
  const id = useId();
  return (
    <Input.Wrapper id={id} size="xs" label={label} description={description} error={error} style={{ width: w }}>
      <span className="day-field">
        <DayInput
          {...named}
          ref={ref}
          id={id}
          className="day-field-input"
          data-wrong={error ? true : undefined}
          disabled={disabled}
          today={today()}
          direction={direction}
          min={min}
          max={max}
          value={value}
          onDay={onDay}
        />
        <DayPicker value={value} today={today()} min={min} max={max} disabled={disabled} onDay={onDay} />
      </span>
    </Input.Wrapper>
  );
});
