import type { CalendarMonthView, CalendarVersion } from '../../../core/contracts/http/calendar.ts';
import { type CalendarDay, type CalendarDayKind, dayReason, unopenable } from '../../../core/rules/calendar.ts';
import type { MonthToCheck } from '../../../core/rules/calendar-check.ts';
import { datesOf, differingDays } from '../../../core/rules/calendar-month.ts';
import { parametersOn } from '../../../core/rules/calendar-parameters.ts';
import { DAY_REASON_NAMES } from '../../../core/rules/city-calendar.ts';
import { weekdayOf } from '../../../core/rules/tokyo-time.ts';
import { calendarStrings } from '../../ui/strings/calendar.ts';

/** What the rules need, made of the api's answer: the page judges a month exactly as the api will. */
export function groundOf(view: CalendarMonthView): Omit<MonthToCheck, 'days'> {
  const holidays = new Set(view.holidays.map(({ date }) => date));
  return {
    month: view.month,
    centreId: view.centreId,
    parameters: parametersOn(view.settings),
    isHoliday: (date) => holidays.has(date),
    inForce: view.inForce.source === 'rule' ? null : view.inForce.days,
    today: view.today,
    subjects: view.subjects,
  };
}

/** The version that is being worked on; undefined = nobody has begun since the last approval. */
export function openVersion(view: CalendarMonthView): CalendarVersion | undefined {
  const [newest] = view.versions;
  return newest && ['draft', 'requested', 'returned'].includes(newest.state) ? newest : undefined;
}

/** Who works on the month goes on from there; everybody else sees what counts. */
export function startingDays(view: CalendarMonthView): readonly CalendarDay[] {
  return (view.mayEdit ? openVersion(view)?.days : undefined) ?? view.inForce.days;
}

/** Why a day cannot be changed, in words; null when it can. */
export function lockedBecause(
  date: string,
  { parameters, isHoliday, today }: Pick<MonthToCheck, 'parameters' | 'isHoliday' | 'today'>,
): string | null {
  const fixed = unopenable(date, parameters(date), isHoliday);
  if (fixed !== null) return DAY_REASON_NAMES[fixed];
  return date < today ? calendarStrings.dayOver : null;
}

type Ground = ReturnType<typeof groundOf>;

/** A change of some days; locked ones stay as they are. */
function change(
  ground: Ground,
  days: readonly CalendarDay[],
  dates: readonly string[],
  next: (day: CalendarDay) => CalendarDay | null,
): CalendarDay[] {
  const chosen = new Set(dates.filter((date) => lockedBecause(date, ground) === null));
  const kept = days.filter(({ date }) => !chosen.has(date));
  const changed = [...chosen].flatMap((date) => next(dayOn(ground, days, date)) ?? []);
  return differingDays(ground, [...kept, ...changed]);
}

/** The day as it stands, decided or by the rule. */
export function dayOn(ground: Ground, days: readonly CalendarDay[], date: string): CalendarDay {
  const decided = days.find((day) => day.date === date);
  if (decided) return decided;
  const reason = dayReason(date, undefined, ground.parameters(date), ground.isHoliday);
  return { date, kind: reason === 'open' || reason === 'half' ? reason : 'closed', interpreters: [] };
}

export function withKind(
  ground: Ground,
  days: readonly CalendarDay[],
  dates: readonly string[],
  kind: CalendarDayKind,
): CalendarDay[] {
  return change(ground, days, dates, (day) => ({
    ...day,
    kind,
    interpreters: kind === 'closed' ? [] : day.interpreters,
  }));
}

/** On when one of the days lacks the language, else off; days that are closed have no interpreter. */
export function withInterpreter(
  ground: Ground,
  days: readonly CalendarDay[],
  dates: readonly string[],
  language: string,
): CalendarDay[] {
  const open = dates.filter((date) => dayOn(ground, days, date).kind !== 'closed');
  const add = open.some((date) => !dayOn(ground, days, date).interpreters.includes(language));
  return change(ground, days, open, (day) => {
    const others = day.interpreters.filter((code) => code !== language);
    return { ...day, interpreters: add ? [...others, language].sort() : others };
  });
}

/** Back to what the rule says. */
export function withRule(ground: Ground, days: readonly CalendarDay[], dates: readonly string[]): CalendarDay[] {
  return change(ground, days, dates, () => null);
}

/** The third Saturday is as the third Saturday of the month before was; what that month did not have, or may not be changed, stays. */
export function withPattern(
  ground: Ground,
  days: readonly CalendarDay[],
  before: { month: string; days: readonly CalendarDay[] },
): CalendarDay[] {
  const place = (date: string) => `${weekdayOf(date)} ${Math.ceil(Number(date.slice(8)) / 7)}`;
  const decided = new Map(before.days.map((day) => [place(day.date), day]));
  const places = new Set(datesOf(before.month).map(place));
  const dates = datesOf(ground.month).filter((date) => places.has(place(date)));
  return change(ground, days, dates, ({ date }) => {
    const day = decided.get(place(date));
    return day ? { date, kind: day.kind, interpreters: day.interpreters } : null;
  });
}

/** Do both versions decide the same? Order plays no part. */
export function sameDays(one: readonly CalendarDay[], other: readonly CalendarDay[]): boolean {
  const text = (days: readonly CalendarDay[]) =>
    days
      .map(({ date, kind, interpreters, note }) =>
        [date, kind, [...interpreters].sort().join('+'), note ?? ''].join(' '),
      )
      .sort()
      .join('\n');
  return text(one) === text(other);
}
