import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { WindowVersion } from '../../../core/contracts/http/calendar.ts';
import type { CallingWindow } from '../../../core/rules/calling-window.ts';
import { put } from '../../client/http.ts';
import { today } from '../../client/product-today.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar.windows;
const KINDS = ['weekday', 'saturday', 'sunday_holiday'] as const;

type Day = Omit<CallingWindow, 'validFrom'>;
interface Row extends Day {
  key: number;
}

/** The whole week as it shall be from a day on. It starts from what counts now. */
export function WindowEditor({ subjectId, start }: { subjectId: string; start: readonly Day[] }) {
  const client = useQueryClient();
  const [rows, setRows] = useState<Row[]>(() => start.map((day, key) => ({ ...day, key })));
  const [validFrom, setValidFrom] = useState(today);
  const [state, setState] = useState<{ error: unknown; saved: boolean; busy: boolean }>(idle);
  const sound = rows.length > 0 && rows.every((row) => soundRow(row, rows));
  const change = (key: number, part: Partial<Day>) => {
    setState(idle);
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ ...idle, busy: true });
    try {
      const days = rows.map(({ dayKind, opens, closes }) => ({ dayKind, opens, closes }));
      const path = `/api/subjects/${encodeURIComponent(subjectId)}/windows`;
      client.setQueryData(['windows', subjectId], await put<WindowVersion[]>(path, { validFrom, days }));
      setState({ ...idle, saved: true });
    } catch (error) {
      setState({ ...idle, error });
    }
  };
  return (
    <form className="card" aria-label={text.edit} onSubmit={(event) => void submit(event)}>
      <div className="card-head">
        <h2>{text.edit}</h2>
      </div>
      <div className="card-body cal-window-form">
        {KINDS.map((kind) => (
          <fieldset key={kind}>
            <legend>{text.dayKinds[kind]}</legend>
            {rows.some(({ dayKind }) => dayKind === kind) ? null : <p className="muted">× {text.closed}</p>}
            {rows
              .filter(({ dayKind }) => dayKind === kind)
              .map((row) => (
                <div key={row.key} className="cal-window-row">
                  <TextInput
                    w={74}
                    inputMode="numeric"
                    placeholder="09:00"
                    maxLength={5}
                    aria-label={`${text.dayKinds[kind]} ${text.opens}`}
                    value={row.opens}
                    error={!soundRow(row, rows)}
                    onChange={(event) => change(row.key, { opens: event.currentTarget.value })}
                  />
                  <span>–</span>
                  <TextInput
                    w={74}
                    inputMode="numeric"
                    placeholder="09:00"
                    maxLength={5}
                    aria-label={`${text.dayKinds[kind]} ${text.closes}`}
                    value={row.closes}
                    error={!soundRow(row, rows)}
                    onChange={(event) => change(row.key, { closes: event.currentTarget.value })}
                  />
                  <Button
                    variant="subtle"
                    color="gray"
                    onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
                  >
                    {text.remove}
                  </Button>
                </div>
              ))}
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => setRows([...rows, { dayKind: kind, opens: '09:00', closes: '17:00', key: nextKey(rows) }])}
            >
              + {text.add}
            </Button>
          </fieldset>
        ))}
      </div>
      <div className="card-body form-row">
        <DayField label={text.validFrom} min={today()} value={validFrom} onDay={(value) => setValidFrom(value)} />
        <Button type="submit" disabled={!sound || state.busy || validFrom < today()}>
          {text.save}
        </Button>
        {sound ? null : <span className="cal-late">⚠ {rows.length === 0 ? text.atLeastOne : text.invalid}</span>}
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
const idle = { error: null as unknown, saved: false, busy: false };

const nextKey = (rows: readonly Row[]) => Math.max(0, ...rows.map(({ key }) => key)) + 1;

/** Inside the guard, forwards, and beside the other spans of the same kind of day. */
function soundRow(row: Row, rows: readonly Row[]): boolean {
  const { key, dayKind, opens, closes } = row;
  if (!CLOCK.test(opens) || !CLOCK.test(closes)) return false;
  if (!(opens >= '08:00' && closes <= '21:00' && opens < closes)) return false;
  return !rows.some(
    (other) => other.key !== key && other.dayKind === dayKind && other.opens < closes && opens < other.closes,
  );
}
