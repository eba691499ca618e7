import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { CalendarMonthView } from '../../../core/contracts/http/calendar.ts';
import { checkMonth, dayText, interpreterSubjects, refusesMonth } from '../../../core/rules/calendar-check.ts';
import { decideBy } from '../../../core/rules/calendar-deadline.ts';
import { changedDates, datesOf, monthCounts, monthDays } from '../../../core/rules/calendar-month.ts';
import { strings } from '../../ui/strings.ts';
import { ActBar } from './act-bar.tsx';
import { type GridAct, moved, range, sameWeekday } from './grid-keys.ts';
import { groundOf, lockedBecause, openVersion, withInterpreter, withKind, withRule } from './month-edit.ts';
import { MonthGrid } from './month-grid.tsx';
import { CountTable, ProblemList } from './month-side.tsx';
import { RequestPanel } from './request-panel.tsx';
import type { MonthWork } from './use-month.ts';
import { VersionList } from './version-list.tsx';

const text = strings.calendar;

interface MonthBoardProps {
  view: CalendarMonthView;
  work: MonthWork;
  onTurn: (months: number) => void;
}

export function MonthBoard({ view, work, onTurn }: MonthBoardProps) {
  const ground = useMemo(() => groundOf(view), [view]);
  const [shown, setShown] = useState<number | null>(null);
  const [compared, setCompared] = useState<number | null>(null);
  const [focus, setFocus] = useState(() =>
    view.today.slice(0, 7) === view.month.slice(0, 7) ? view.today : view.month,
  );
  const [selected, setSelected] = useState<readonly string[]>([focus]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const looked = view.versions.find(({ version }) => version === shown);
  const other = view.versions.find(({ version }) => version === compared);
  const decided = looked?.days ?? work.days;
  const days = monthDays(ground, decided);
  const before = monthDays(ground, other?.days ?? view.inForce.days);
  const changed = new Set(changedDates(days, before));
  const problems = checkMonth({ ...ground, days: decided });
  const { languages, minDaysAMonth } = ground.parameters(view.month).interpreters;
  const editable = view.mayEdit && !looked && !work.waiting;
  const { dirty, busy, save } = work;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey && event.key.toLowerCase() === 's') || event.isComposing) return;
      event.preventDefault();
      if (dirty && !busy) void save();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [dirty, busy, save]);

  const select = (next: string, dates: readonly string[]) => {
    setFocus(next);
    setSelected(dates);
    setRefusal(null);
  };
  const onAct = (act: GridAct) => {
    if (act.act === 'month') return onTurn(act.months);
    if (act.act === 'move') {
      const to = moved(focus, act.days);
      return select(to, act.extend ? range(anchorOf(selected, focus), to) : [to]);
    }
    if (act.act === 'column') return select(focus, sameWeekday(datesOf(view.month), weekdayIn(days, focus)));
    if (!editable) return;
    if (act.act === 'pattern') return void work.copyPattern();
    const closedFor = selected
      .map((date) => [date, lockedBecause(date, ground)] as const)
      .find(([, why]) => why !== null);
    setRefusal(closedFor ? text.locked(dayText(closedFor[0]), closedFor[1] ?? '') : null);
    if (act.act === 'kind') work.change(withKind(ground, work.days, selected, act.kind));
    if (act.act === 'rule') work.change(withRule(ground, work.days, selected));
    if (act.act === 'interpreter') work.change(withInterpreter(ground, work.days, selected, act.language));
  };
  const beforeName = other
    ? text.version(other.version)
    : view.inForce.version === null
      ? text.byRule
      : text.counts.before;
  return (
    <div className="cal-board">
      <div className="cal-main">
        {looked ? (
          <p className="notice cal-looking" data-tone="warn">
            <span style={{ flex: 1 }}>{text.versions.looking(text.version(looked.version))}</span>
            <Button variant="default" onClick={() => setShown(null)}>
              {text.versions.back}
            </Button>
          </p>
        ) : (
          <ActBar languages={languages} selected={selected.length} enabled={editable} onAct={onAct} />
        )}
        <MonthGrid
          label={text.monthName(view.month)}
          days={days}
          was={new Map(before.filter(({ date }) => changed.has(date)).map((day) => [day.date, day]))}
          holidays={new Map(view.holidays.map(({ date, name }) => [date, name]))}
          problems={problems}
          today={view.today}
          locked={(date) => lockedBecause(date, ground) !== null}
          languages={languages}
          focus={focus}
          selected={selected}
          onSelect={select}
          onAct={onAct}
        />
        <p className="cal-foot" role="status">
          {refusal ? <strong className="cal-late">⚠ {refusal}</strong> : <span>{text.selected(selected.length)}</span>}
          <span className="cal-hint muted">
            <kbd>←↑↓→</kbd> {text.move} <kbd>Shift</kbd>+<kbd>←↑↓→</kbd> {text.extend}
          </span>
          <span className="muted">
            {text.comparedTo(other ? text.version(other.version) : text.inForceOf[view.inForce.source])}:{' '}
            {text.differs(changed.size)}
          </span>
        </p>
      </div>
      <aside className="cal-side">
        <RequestPanel
          work={work}
          mayEdit={view.mayEdit}
          sound={!looked && !refusesMonth(problems)}
          differs={
            changedDates(monthDays(ground, work.days), monthDays(ground, view.inForce.days)).length > 0 ||
            view.inForce.source === 'rule'
          }
          deadline={dayText(decideBy(ground))}
          late={problems.some(({ code }) => code === 'late')}
          returned={returnedAnswer(view)}
        />
        {view.mayEdit || problems.length > 0 ? (
          <ProblemList problems={problems} onGo={(date) => select(date, [date])} />
        ) : null}
        <CountTable
          now={monthCounts(days, languages)}
          before={monthCounts(before, languages)}
          beforeName={beforeName}
          required={interpreterSubjects(ground, view.subjects).length > 0 ? minDaysAMonth : 0}
        />
        <VersionList
          versions={view.versions}
          shown={shown}
          compared={compared}
          onShow={setShown}
          onCompare={setCompared}
        />
      </aside>
    </div>
  );
}

function returnedAnswer(view: CalendarMonthView): string | null {
  const version = openVersion(view);
  return version?.state === 'returned' ? (version.answer ?? '') : null;
}

/** Where a range began: the end of it that the focus is not on. */
function anchorOf(selected: readonly string[], focus: string): string {
  const sorted = [...selected].sort();
  const [first, last] = [sorted[0] ?? focus, sorted.at(-1) ?? focus];
  return focus === first ? last : first;
}

function weekdayIn(days: readonly { date: string; weekday: number }[], date: string): number {
  return days.find((day) => day.date === date)?.weekday ?? 0;
}
