import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import type { CalendarProblem } from '../../../core/rules/calendar-check.ts';
import type { MonthDay } from '../../../core/rules/calendar-month.ts';
import { strings } from '../../ui/strings.ts';
import { DayCell } from './day-cell.tsx';
import { type GridAct, gridAct, range, sameWeekday } from './grid-keys.ts';

const text = strings.calendar;

interface MonthGridProps {
  label: string;
  days: readonly MonthDay[];
  /** Days of the version it is compared with, where they differ. */
  was: ReadonlyMap<string, MonthDay>;
  holidays: ReadonlyMap<string, string>;
  problems: readonly CalendarProblem[];
  today: string;
  locked: (date: string) => boolean;
  languages: readonly string[];
  focus: string;
  selected: readonly string[];
  onSelect: (focus: string, selected: readonly string[]) => void;
  onAct: (act: GridAct) => void;
}

/** The month as weeks, Sunday first. One day has the focus, one or more are chosen; keys act on the chosen ones. */
export function MonthGrid(props: MonthGridProps) {
  const { days, focus, selected, onSelect, onAct, languages } = props;
  const table = useRef<HTMLTableElement>(null);
  const byKey = useRef(false);
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    table.current?.querySelector<HTMLElement>(`[data-date="${focus}"]`)?.focus();
  }, [focus]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !(event.target instanceof HTMLElement) || !event.target.dataset['date'])
      return;
    const act = gridAct(event, languages);
    if (!act) return;
    event.preventDefault();
    byKey.current = true;
    onAct(act);
  };
  const onPick = (event: MouseEvent, date: string) => {
    if (event.shiftKey) return onSelect(date, range(focus, date));
    if (!event.ctrlKey && !event.metaKey) return onSelect(date, [date]);
    const without = selected.filter((one) => one !== date);
    onSelect(date, without.length < selected.length && without.length > 0 ? without : [...without, date]);
  };
  const column = (weekday: number) => {
    const dates = sameWeekday(
      days.map(({ date }) => date),
      weekday,
    );
    onSelect(dates[0] ?? focus, dates);
  };
  return (
    <table
      className="cal-grid"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are chosen by keys is a grid
      role="grid"
      aria-label={props.label}
      aria-multiselectable
      ref={table}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr>
          {text.weekdays.map((name, weekday) => (
            <th key={name} scope="col">
              <button
                type="button"
                className="cal-weekday"
                data-weekday={weekday}
                title={text.wholeColumn(name)}
                onClick={() => column(weekday)}
              >
                {name}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week) => (
          <tr key={week.find((day) => day !== null)?.date}>
            {week.map((day, weekday) =>
              day === null ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: a gap has no name but its weekday
                <td key={weekday} className="cal-gap" />
              ) : (
                <Cell key={day.date} day={day} onPick={onPick} grid={props} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  day: MonthDay;
  grid: MonthGridProps;
  onPick: (event: MouseEvent, date: string) => void;
}

function Cell({ day, grid, onPick }: CellProps) {
  const { date } = day;
  const own = grid.problems.filter((problem) => problem.date === date);
  const was = grid.was.get(date) ?? null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid is chosen
      role="gridcell"
      data-date={date}
      tabIndex={date === grid.focus ? 0 : -1}
      aria-selected={grid.selected.includes(date)}
      aria-readonly={grid.locked(date)}
      onClick={(event) => onPick(event, date)}
    >
      <DayCell
        day={day}
        was={was}
        holidayName={grid.holidays.get(date)}
        today={date === grid.today}
        locked={grid.locked(date)}
        problem={own.length === 0 ? null : own.some(({ severity }) => severity === 'refuses') ? 'refuses' : 'warns'}
      />
    </td>
  );
}

function weeksOf(days: readonly MonthDay[]): (MonthDay | null)[][] {
  const cells: (MonthDay | null)[] = [...Array<null>(days[0]?.weekday ?? 0).fill(null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
