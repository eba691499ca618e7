import type { MonthDay } from '../../../core/rules/calendar-month.ts';
import { DAY_REASON_NAMES, type DayReason } from '../../../core/rules/city-calendar.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { clockText } from '../../../core/rules/tokyo-time.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar;

/** A shape for each state beside its word: colour alone says nothing. */
export const REASON_MARK: Record<DayReason, string> = {
  open: '○',
  evening: '◆',
  half: '△',
  closed: '×',
  weekend: '－',
  national_holiday: text.holidayMark,
  year_end: '■',
  city_closing: '■',
};

/** Only what was different, so that it fits under the day. */
function wasWords(was: MonthDay, now: MonthDay): string {
  const spoken = was.interpreters.map(shortName).join('・') || text.noInterpreter;
  if (was.reason === now.reason) return spoken;
  return DAY_REASON_NAMES[was.reason] + (was.interpreters.join() === now.interpreters.join() ? '' : ` ${spoken}`);
}

const shortName = (code: string) => text.shortLanguage(languageName(code));

interface DayCellProps {
  day: MonthDay;
  /** The day in the version it is compared with; null when it is the same. */
  was: MonthDay | null;
  holidayName: string | undefined;
  today: boolean;
  locked: boolean;
  /** Something is wrong with this day. */
  problem: 'refuses' | 'warns' | null;
}

export function DayCell({ day, was, holidayName, today, locked, problem }: DayCellProps) {
  const { date, reason, span, interpreters } = day;
  return (
    <div
      className="cal-day"
      data-reason={reason}
      data-changed={was !== null || undefined}
      data-locked={locked || undefined}
    >
      <span className="cal-day-top">
        <strong className="cal-number" data-weekday={reason === 'national_holiday' ? 0 : day.weekday}>
          {Number(date.slice(8))}
        </strong>
        {today ? <span className="cal-today">{text.today}</span> : null}
        {problem ? (
          <span className="cal-flag" data-tone={problem}>
            {problem === 'refuses' ? '⚠' : '!'}
            <span className="sr-only">{text.problems[problem]}</span>
          </span>
        ) : null}
        {was ? <span className="cal-changed">◀{text.change}</span> : null}
      </span>
      <span className="cal-day-state">
        <span aria-hidden>{REASON_MARK[reason]}</span> {holidayName ?? DAY_REASON_NAMES[reason]}
      </span>
      {span ? (
        <span className="cal-day-hours">
          {clockText(span.opens)}–{clockText(span.closes)}
        </span>
      ) : null}
      {interpreters.length > 0 ? (
        <span className="cal-day-spoken">
          {interpreters.map((code) => (
            <span key={code}>{shortName(code)}</span>
          ))}
        </span>
      ) : null}
      {was ? <del className="cal-day-was">{text.was(wasWords(was, day))}</del> : null}
    </div>
  );
}
