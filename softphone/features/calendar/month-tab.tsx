import { Button, Select } from '@mantine/core';
import type { CalendarCentre } from '../../../core/contracts/http/calendar.ts';
import { dayText } from '../../../core/rules/calendar-check.ts';
import { addDays } from '../../../core/rules/tokyo-time.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { MonthBoard } from './month-board.tsx';
import { openVersion } from './month-edit.ts';
import { useMonth } from './use-month.ts';
import { versionMark, versionTone } from './version-list.tsx';

const text = strings.calendar;

interface MonthTabProps {
  /** `2026-12` */
  month: string;
  centreId: string | null;
  centres: readonly CalendarCentre[];
  onMonth: (month: string) => void;
  onCentre: (centreId: string | null) => void;
}

export function MonthTab({ month, centreId, centres, onMonth, onCentre }: MonthTabProps) {
  const work = useMonth(month, centreId);
  const { view } = work;
  const turn = (months: number) => onMonth(addDays(`${month}-15`, months * 30).slice(0, 7));
  const open = view?.mayEdit ? openVersion(view) : undefined;
  const shown = open ?? view?.versions.find(({ state }) => state === 'approved');
  return (
    <>
      <div className="cal-bar">
        <Button variant="default" aria-label={text.previousMonth} title="PageUp" onClick={() => turn(-1)}>
          ‹
        </Button>
        <strong className="cal-month">{text.monthName(month)}</strong>
        <Button variant="default" aria-label={text.nextMonth} title="PageDown" onClick={() => turn(1)}>
          ›
        </Button>
        {centres.length > 2 || centreId !== null ? (
          <Select
            aria-label={text.centre}
            w={190}
            data={centres.map(({ id, name }) => ({ value: id ?? '', label: name }))}
            value={centreId ?? ''}
            onChange={(next) => onCentre(next || null)}
          />
        ) : null}
        {view ? (
          <>
            <span className="tag" data-tone={shown ? versionTone[shown.state] : undefined}>
              {shown
                ? `${versionMark[shown.state]} ${text.version(shown.version)} ${text.states[shown.state]}`
                : text.inForceOf[view.inForce.source]}
            </span>
            {view.undecided && view.undecided.month !== view.month ? (
              <button
                type="button"
                className="link-button cal-undecided"
                data-late={view.undecided.decideBy < view.today || undefined}
                onClick={() => view.undecided && onMonth(view.undecided.month.slice(0, 7))}
              >
                !{' '}
                {text.undecided(
                  text.monthName(view.undecided.month),
                  dayText(view.undecided.decideBy),
                  view.undecided.decideBy < view.today,
                )}
              </button>
            ) : null}
            {work.dirty ? (
              <span className="tag" data-tone="warn">
                ● {text.unsaved}
              </span>
            ) : null}
          </>
        ) : null}
      </div>
      {work.loadError ? <ProblemNotice error={work.loadError} onRetry={work.reload} /> : null}
      {view ? <MonthBoard view={view} work={work} onTurn={turn} /> : null}
    </>
  );
}
