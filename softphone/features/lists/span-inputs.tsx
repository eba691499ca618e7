import { NumberInput } from '@mantine/core';
import type { Span } from '../../../core/rules/extraction.ts';
import { DayField } from '../../ui/day-field.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.lists.builder;

interface NumberSpanProps {
  span: Span<number>;
  label: string;
  unit?: string;
  width?: number;
  onChange: (span: Span<number>) => void;
}

const asNumber = (value: string | number) => (value === '' ? undefined : Math.trunc(Number(value)));

/** From … to …, either end may stay empty. */
export function NumberSpan({ span, label, unit = '', width = 82, onChange }: NumberSpanProps) {
  const { from, to } = span;
  const common = {
    w: width,
    min: 0,
    allowNegative: false,
    allowDecimal: false,
    hideControls: true,
    thousandSeparator: ',',
  };
  return (
    <span className="cond-span">
      <NumberInput
        {...common}
        aria-label={`${label} ${text.from}`}
        value={from ?? ''}
        onChange={(value) => onChange({ from: asNumber(value), to })}
      />
      <span>
        {unit}
        {text.from}
      </span>
      <NumberInput
        {...common}
        aria-label={`${label} ${text.to}`}
        value={to ?? ''}
        onChange={(value) => onChange({ from, to: asNumber(value) })}
      />
      <span>
        {unit}
        {text.to}
      </span>
    </span>
  );
}

interface DaySpanProps {
  span: Span<string>;
  label: string;
  onChange: (span: Span<string>) => void;
}

export function DaySpan({ span: { from, to }, label, onChange }: DaySpanProps) {
  const day = (value: string) => (value === '' ? undefined : value);
  return (
    <span className="cond-span">
      <DayField
        w={140}
        aria-label={`${label} ${text.dayFrom}`}
        value={from ?? ''}
        onDay={(value) => onChange({ from: day(value), to })}
      />
      <span>{text.dayFrom}</span>
      <DayField
        w={140}
        aria-label={`${label} ${text.dayTo}`}
        value={to ?? ''}
        onDay={(value) => onChange({ from, to: day(value) })}
      />
      <span>{text.dayTo}</span>
    </span>
  );
}
