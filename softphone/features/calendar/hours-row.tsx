import { TextInput } from '@mantine/core';
import type { CentreHours } from '../../../core/rules/calendar-parameters.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar.settings;
const FIELDS = ['opens', 'closes', 'halfCloses', 'eveningCloses'] as const;

interface HoursRowProps {
  name: string;
  /** Empty fields follow the usual hours, which stand in them in grey. */
  hours: Partial<CentreHours>;
  usual: CentreHours;
  onChange: (part: Partial<CentreHours>) => void;
}

export function HoursRow({ name, hours, usual, onChange }: HoursRowProps) {
  return (
    <div className="cal-hours-row">
      <span>{name}</span>
      {FIELDS.map((field) => (
        <TextInput
          key={field}
          label={text.hourFields[field]}
          aria-label={`${name} ${text.hourFields[field]}`}
          w={86}
          inputMode="numeric"
          maxLength={5}
          placeholder={usual[field]}
          value={hours[field] ?? ''}
          onChange={(event) => onChange({ [field]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}
