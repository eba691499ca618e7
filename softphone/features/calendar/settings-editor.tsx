import { Button, Checkbox, MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CalendarCentre, CalendarSettingVersion } from '../../../core/contracts/http/calendar.ts';
import type { CalendarParameters, CentreHours } from '../../../core/rules/calendar-parameters.ts';
import { languageOptions } from '../../../core/rules/language-names.ts';
import { put } from '../../client/http.ts';
import { today } from '../../client/product-today.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { HoursRow } from './hours-row.tsx';

const text = strings.calendar.settings;

interface SettingsEditorProps {
  start: CalendarParameters;
  centres: readonly CalendarCentre[];
}

/** All values as they shall be from a day on; it starts from the newest version. */
export function SettingsEditor({ start, centres }: SettingsEditorProps) {
  const client = useQueryClient();
  const subjects = useSubjects();
  const [values, setValues] = useState(start);
  const [days, setDays] = useState(start.closingDays.join('\n'));
  const [validFrom, setValidFrom] = useState(today);
  const [state, setState] = useState<{ error: unknown; saved: boolean; busy: boolean }>(idle);
  const closingDays = days.split(/[\s,、]+/).filter((day) => day !== '');
  const wrongDays = closingDays.filter((day) => !isDay(day));
  const { opens, closes, halfCloses, eveningCloses, yearEnd } = values;
  const times = [opens, closes, halfCloses, eveningCloses, ...Object.values(values.centres).flatMap(Object.values)];
  const readable = times.every((time) => CLOCK.test(time)) && DAY.test(yearEnd.from) && DAY.test(yearEnd.to);
  const change = (part: Partial<CalendarParameters>) => {
    setState(idle);
    setValues({ ...values, ...part });
  };
  const setCentre = (id: string, hours: Partial<CentreHours>) => {
    const { [id]: _, ...others } = values.centres;
    change({ centres: Object.keys(hours).length === 0 ? others : { ...others, [id]: hours } });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ ...idle, busy: true });
    try {
      const parameters = { ...values, closingDays: [...new Set(closingDays)].sort() };
      const saved = await put<CalendarSettingVersion[]>('/api/calendar/settings', { validFrom, parameters });
      setState({ ...idle, saved: true });
      client.setQueryData(['calendar-settings'], saved);
      await client.invalidateQueries({ queryKey: ['calendar'] });
    } catch (error) {
      setState({ ...idle, error });
    }
  };
  return (
    <form className="card" aria-label={text.edit} onSubmit={(event) => void submit(event)}>
      <div className="card-body cal-settings">
        <fieldset className="cal-hours">
          <legend>{text.hours}</legend>
          <HoursRow name={text.everyCentre} hours={values} usual={values} onChange={change} />
          {centres.flatMap(({ id, name }) =>
            id === null
              ? []
              : [
                  <HoursRow
                    key={id}
                    name={name}
                    hours={values.centres[id] ?? {}}
                    usual={values}
                    onChange={(part) => setCentre(id, withoutEmpty({ ...values.centres[id], ...part }))}
                  />,
                ],
          )}
        </fieldset>
        <fieldset>
          <legend>{text.closed}</legend>
          <div className="form-row">
            <TextInput
              label={text.yearEndFrom}
              w={86}
              value={values.yearEnd.from}
              onChange={(event) => change({ yearEnd: { ...values.yearEnd, from: event.currentTarget.value } })}
            />
            <TextInput
              label={text.yearEndTo}
              w={86}
              value={values.yearEnd.to}
              onChange={(event) => change({ yearEnd: { ...values.yearEnd, to: event.currentTarget.value } })}
            />
            <NumberInput
              label={text.decideBy}
              w={110}
              min={1}
              max={28}
              value={values.decideByDay}
              onChange={(value) => change({ decideByDay: Number(value) || 25 })}
            />
          </div>
          <Textarea
            label={text.closingDaysLabel}
            placeholder={'2026-11-28\n2027-04-01'}
            autosize
            minRows={2}
            maxRows={6}
            value={days}
            error={wrongDays.length > 0 ? text.noDay(wrongDays.join('、')) : null}
            onChange={(event) => {
              setState(idle);
              setDays(event.currentTarget.value);
            }}
          />
        </fieldset>
        <fieldset>
          <legend>{text.halfSaturdays}</legend>
          <div className="cal-checks">
            {[1, 2, 3, 4, 5].map((nth) => (
              <Checkbox
                key={nth}
                label={text.nth(nth)}
                checked={values.halfSaturdays.includes(nth)}
                onChange={() => change({ halfSaturdays: toggled(values.halfSaturdays, nth) })}
              />
            ))}
          </div>
          <p className="muted">{text.halfSaturdaysHelp}</p>
          <NumberInput
            label={text.interpreterDays}
            min={0}
            max={31}
            value={values.interpreters.minDaysAMonth}
            onChange={(value) =>
              change({ interpreters: { ...values.interpreters, minDaysAMonth: Math.max(0, Number(value) || 0) } })
            }
          />
          <MultiSelect
            label={text.languages}
            data={languageOptions()}
            value={[...values.interpreters.languages]}
            onChange={(languages) => change({ interpreters: { ...values.interpreters, languages } })}
          />
          <MultiSelect
            label={text.interpreterSubjects}
            placeholder={values.interpreters.subjectIds?.length ? '' : text.interpreterSubjectsDefault}
            data={subjects.map(({ id, name }) => ({ value: id, label: name }))}
            value={[...(values.interpreters.subjectIds ?? [])]}
            onChange={(ids) =>
              change({ interpreters: { ...values.interpreters, subjectIds: ids.length === 0 ? null : ids } })
            }
          />
        </fieldset>
      </div>
      <div className="card-body form-row">
        <DayField
          label={strings.calendar.windows.validFrom}
          min={today()}
          value={validFrom}
          onDay={(value) => setValidFrom(value)}
        />
        <Button type="submit" disabled={state.busy || wrongDays.length > 0 || !readable || validFrom < today()}>
          {text.save}
        </Button>
        {readable ? (
          <span className="muted">{text.effect}</span>
        ) : (
          <span className="cal-late">⚠ {text.unreadable}</span>
        )}
        {state.saved ? (
          <span className="tag" data-tone="good" role="status">
            ✓ {text.saved}
          </span>
        ) : null}
      </div>
      {state.error ? <ProblemNotice error={state.error} /> : null}
    </form>
  );
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const idle = { error: null as unknown, saved: false, busy: false };

const toggled = (list: readonly number[], item: number) =>
  list.includes(item) ? list.filter((one) => one !== item) : [...list, item].sort();

const withoutEmpty = (hours: Partial<CentreHours>): Partial<CentreHours> =>
  Object.fromEntries(Object.entries(hours).filter(([, value]) => value !== ''));

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
