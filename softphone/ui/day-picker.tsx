import { Popover } from '@mantine/core';
import { useState } from 'react';
import { addDays, weekdayOf } from '../../core/rules/tokyo-time.ts';
import { dayInFull } from './format.ts';
import { strings } from './strings.ts';

const text = strings.common.day;

interface DayPickerProps {
  value: string;
  today: string;
  min?: string | undefined;
  max?: string | undefined;
  disabled: boolean;
  onDay: (day: string) => void;
}

/** A month to pick from, for the mouse alone: the keyboard has the field beside it, and passes by. */
export function DayPicker({ value, today, min, max, disabled, onDay }: DayPickerProps) {
  const [open, setOpen] = useState(false);
  const [month, setMonth] = useState('');
  const shown = month || firstOf(value || today);
  const show = (opened: boolean) => {
    setMonth('');
    setOpen(opened);
  };
  return (
    <Popover opened={open} onChange={show} position="bottom-end" shadow="md" withinPortal>
      <Popover.Target>
        <button
          type="button"
          className="day-field-open"
          tabIndex={-1}
          disabled={disabled}
          aria-label={text.pick}
          onClick={() => show(!open)}
        >
          ▾
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <div className="day-month-head">
          <button type="button" aria-label={text.monthBefore} onClick={() => setMonth(firstOf(addDays(shown, -1)))}>
            ‹
          </button>
          <strong>{text.month(Number(shown.slice(0, 4)), Number(shown.slice(5, 7)))}</strong>
          <button type="button" aria-label={text.monthAfter} onClick={() => setMonth(firstOf(addDays(shown, 31)))}>
            ›
          </button>
        </div>
        <div className="day-month">
          {text.weekdays.map((name) => (
            <span key={name} className="muted">
              {name}
            </span>
          ))}
          {daysShown(shown).map((day) => (
            <button
              key={day}
              type="button"
              aria-label={dayInFull(day)}
              aria-pressed={day === value}
              data-today={day === today || undefined}
              data-other={day.slice(0, 7) === shown.slice(0, 7) ? undefined : true}
              disabled={(min !== undefined && day < min) || (max !== undefined && day > max)}
              onClick={() => {
                onDay(day);
                show(false);
              }}
            >
              {Number(day.slice(8))}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

const firstOf = (day: string) => `${day.slice(0, 7)}-01`;

/** Six whole weeks from the Sunday before the first: the picture never changes its height. */
function daysShown(first: string): string[] {
  const sunday = addDays(first, -weekdayOf(first));
  return Array.from({ length: 42 }, (_, index) => addDays(sunday, index));
}
