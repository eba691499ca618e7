import { forwardRef, type InputHTMLAttributes, type KeyboardEvent, useState } from 'react';
import { addDays } from '../../core/rules/tokyo-time.ts';
import { type Direction, typedDay, typedMoment } from '../../core/rules/typed-day.ts';
import { dayInFull } from './format.ts';
import { strings } from './strings.ts';

const text = strings.common.day;

interface TypedInputProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type' | 'min' | 'max' | 'step'> {
  value: string;
}

interface DayInputProps extends TypedInputProps {
  /** `YYYY-MM-DD`; empty = none. */
  value: string;
  /** Empty while what stands there is no day, or one outside `min` and `max`. */
  onDay: (day: string) => void;
  /** By the product's clock. */
  today: string;
  direction?: Direction;
  min?: string | undefined;
  max?: string | undefined;
  /** Each key counts; else the day counts when the field is left, or with Enter. */
  live?: boolean;
}

/**
 * A day by the keyboard, the same in every browser and language: `1128`, `+7`, `水`; arrows go a day on or back. The browser's own
 * date field follows the browser's language, not the city's.
 */
export const DayInput = forwardRef<HTMLInputElement, DayInputProps>(function DayInput(
  { value, onDay, today, direction = 'ahead', min, max, live = false, ...rest },
  ref,
) {
  const parse = (said: string) => {
    const day = typedDay(said, today, direction);
    return day !== null && (min === undefined || day >= min) && (max === undefined || day <= max) ? day : null;
  };
  const step = (days: number) => {
    const day = addDays(value === '' ? today : value, days);
    return (min === undefined || day >= min) && (max === undefined || day <= max) ? day : value;
  };
  return (
    <TypedInput
      {...rest}
      ref={ref}
      value={value}
      shown={value === '' ? '' : dayInFull(value)}
      hint={text.hint}
      parse={parse}
      step={step}
      live={live}
      onValue={onDay}
    />
  );
});

interface MomentInputProps extends TypedInputProps {
  /** `YYYY-MM-DDTHH:MM`, the city's time; empty = none. */
  value: string;
  onMoment: (moment: string) => void;
  /** Product clock. */
  nowMs: () => number;
  live?: boolean;
}

/** A day with a time: `1400`, `明日 10`, `1128 1400`, `30分`. */
export const MomentInput = forwardRef<HTMLInputElement, MomentInputProps>(function MomentInput(
  { value, onMoment, nowMs, live = false, ...rest },
  ref,
) {
  return (
    <TypedInput
      {...rest}
      ref={ref}
      value={value}
      shown={value === '' ? '' : `${dayInFull(value.slice(0, 10))} ${value.slice(11)}`}
      hint={text.momentHint}
      parse={(said) => typedMoment(said, nowMs())}
      step={(days) => (value === '' ? '' : `${addDays(value.slice(0, 10), days)}${value.slice(10)}`)}
      live={live}
      onValue={onMoment}
    />
  );
});

interface InnerProps extends TypedInputProps {
  shown: string;
  hint: string;
  parse: (said: string) => string | null;
  step: (days: number) => string;
  live: boolean;
  onValue: (value: string) => void;
}

const TypedInput = forwardRef<HTMLInputElement, InnerProps>(function TypedInput(
  { value, shown, hint, parse, step, live, onValue, onKeyDown, onBlur, ...rest },
  ref,
) {
  // What is being typed; null: the value stands as it is read.
  const [said, setSaid] = useState<string | null>(null);
  const wrong = said !== null && said.trim() !== '' && parse(said) === null;
  const settle = () => {
    if (said === null) return;
    const next = said.trim() === '' ? '' : parse(said);
    // What is no day stays to be mended.
    if (next === null) return;
    setSaid(null);
    if (next !== value) onValue(next);
  };
  const keyed = (event: KeyboardEvent<HTMLInputElement>) => {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (!composing && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      setSaid(null);
      onValue(step(event.key === 'ArrowUp' ? 1 : -1));
      return;
    }
    if (!composing && event.key === 'Enter') settle();
    onKeyDown?.(event);
  };
  return (
    <input
      autoComplete="off"
      placeholder={hint}
      title={hint}
      {...rest}
      ref={ref}
      type="text"
      aria-invalid={wrong || undefined}
      value={said ?? shown}
      onFocus={(event) => event.currentTarget.select()}
      onChange={({ currentTarget }) => {
        setSaid(currentTarget.value);
        if (live) onValue(parse(currentTarget.value) ?? '');
      }}
      onKeyDown={keyed}
      onBlur={(event) => {
        settle();
        onBlur?.(event);
      }}
    />
  );
});
