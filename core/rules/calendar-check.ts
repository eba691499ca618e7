import { type CalendarDay, isWeekend, unopenable } from './calendar.ts';
import { decideBy, isLate } from './calendar-deadline.ts';
import { changedDates, type MonthDay, type MonthGround, monthCounts, monthDays } from './calendar-month.ts';
import { centreHours } from './calendar-parameters.ts';
import { type CallingWindow, spansOn } from './calling-window.ts';
import { type CityCalendar, DAY_REASON_NAMES } from './city-calendar.ts';
import { languageName } from './language-names.ts';
import { minutesOf, weekdayOf } from './tokyo-time.ts';

export interface CalendarProblem {
  code:
    | 'outside_month'
    | 'twice'
    | 'cannot_open'
    | 'past_day'
    | 'no_working_day'
    | 'interpreter_on_closed_day'
    | 'interpreter_few'
    | 'no_window'
    | 'late';
  /** `refuses`: the month cannot be asked for like this. `warns`: the officer is told. */
  severity: 'refuses' | 'warns';
  date: string | null;
  /** Japanese, what is wrong and what to do. */
  message: string;
}

export interface MonthToCheck extends MonthGround {
  days: readonly CalendarDay[];
  /** Days of the version in force; null when the month follows the rule. */
  inForce: readonly CalendarDay[] | null;
  /** Product's day. */
  today: string;
  /** Those whose centre this month is for. */
  subjects: readonly { id: string; name: string; windows: readonly CallingWindow[] }[];
}

/** Everything that is wrong with a month, at once, in the order of the calendar. */
export function checkMonth(check: MonthToCheck): CalendarProblem[] {
  const days = monthDays(check, check.days);
  return [
    ...misplacedDays(check),
    ...cannotOpen(check),
    ...pastDays(check, days),
    ...closedMonth(days),
    ...interpretersOnClosedDays(days),
    ...tooFewInterpreters(check, days),
    ...openWithoutWindow(check, days),
    ...late(check),
  ];
}

export function refusesMonth(problems: readonly CalendarProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'refuses');
}

/** Which subjects are called through interpreters: those the city names, else 国民健康保険 by its name. */
export function interpreterSubjects<T extends { id: string; name: string }>(
  { month, parameters }: MonthGround,
  subjects: readonly T[],
): T[] {
  const { subjectIds } = parameters(month).interpreters;
  return subjects.filter(({ id, name }) => subjectIds?.includes(id) ?? name.includes('国民健康保険'));
}

const refuses = (code: CalendarProblem['code'], date: string | null, message: string): CalendarProblem => ({
  code,
  severity: 'refuses',
  date,
  message,
});
const warns = (code: CalendarProblem['code'], date: string | null, message: string): CalendarProblem => ({
  code,
  severity: 'warns',
  date,
  message,
});

/** `11月28日(土)` */
export function dayText(date: string): string {
  const weekday = '日月火水木金土'[weekdayOf(date)];
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日(${weekday})`;
}

function misplacedDays({ month, days }: MonthToCheck): CalendarProblem[] {
  const seen = new Set<string>();
  return days.flatMap(({ date }) => {
    if (date.slice(0, 7) !== month.slice(0, 7)) {
      return [refuses('outside_month', date, `${dayText(date)}はこの月の日ではありません。`)];
    }
    if (seen.has(date)) return [refuses('twice', date, `${dayText(date)}が2回指定されています。`)];
    seen.add(date);
    return [];
  });
}

function cannotOpen({ days, parameters, isHoliday }: MonthToCheck): CalendarProblem[] {
  return days.flatMap(({ date, kind }) => {
    const fixed = kind === 'closed' ? null : unopenable(date, parameters(date), isHoliday);
    if (fixed === null) return [];
    const message = `${dayText(date)}は${DAY_REASON_NAMES[fixed]}のため業務日にできません。休みに戻してください。`;
    return [refuses('cannot_open', date, message)];
  });
}

/** What was in force on a day that is over is history: calls were made by it. */
function pastDays(check: MonthToCheck, days: readonly MonthDay[]): CalendarProblem[] {
  return changedDates(days, monthDays(check, check.inForce ?? []))
    .filter((date) => date < check.today)
    .map((date) => refuses('past_day', date, `${dayText(date)}は過ぎた日のため変えられません。元に戻してください。`));
}

function closedMonth(days: readonly MonthDay[]): CalendarProblem[] {
  return days.some(({ span }) => span !== null)
    ? []
    : [refuses('no_working_day', null, '業務日が1日もありません。業務日を決めてください。')];
}

function interpretersOnClosedDays(days: readonly MonthDay[]): CalendarProblem[] {
  return days
    .filter(({ span, interpreters }) => span === null && interpreters.length > 0)
    .map(({ date }) =>
      refuses('interpreter_on_closed_day', date, `${dayText(date)}は休みですが、通訳の日になっています。`),
    );
}

function tooFewInterpreters(check: MonthToCheck, days: readonly MonthDay[]): CalendarProblem[] {
  const { languages, minDaysAMonth } = check.parameters(check.month).interpreters;
  const served = interpreterSubjects(check, check.subjects);
  if (served.length === 0) return [];
  const { interpreterDays } = monthCounts(days, languages);
  const names = served.map(({ name }) => name).join('・');
  return languages.flatMap((code) => {
    const count = interpreterDays[code] ?? 0;
    if (count >= minDaysAMonth) return [];
    const message = `${languageName(code)}の通訳の日が${count}日です。${names}には毎月${minDaysAMonth}日以上必要です。あと${minDaysAMonth - count}日決めてください。`;
    return [refuses('interpreter_few', null, message)];
  });
}

/** A day on which no subject has a window is open for nobody; an evening likewise. */
function openWithoutWindow(check: MonthToCheck, days: readonly MonthDay[]): CalendarProblem[] {
  if (check.subjects.length === 0) return [];
  const byDate = new Map(days.map((day) => [day.date, day]));
  const calendar: CityCalendar = {
    isHoliday: check.isHoliday,
    hoursOn: (date) => byDate.get(date) ?? { span: null, reason: 'closed' },
  };
  return days.flatMap(({ date, span, reason }) => {
    if (span === null || date < check.today || (!isWeekend(date) && reason !== 'evening')) return [];
    const ends = check.subjects.flatMap(({ windows }) => spansOn(date, windows, calendar).map(({ closes }) => closes));
    if (ends.length === 0) {
      const message = `${dayText(date)}は業務日ですが、架電時間のある科目がありません。科目の架電時間を確かめてください。`;
      return [warns('no_window', date, message)];
    }
    const latest = Math.max(...ends);
    if (reason !== 'evening' || latest > minutesOf(centreHours(check.parameters(date), check.centreId).closes))
      return [];
    return [warns('no_window', date, `${dayText(date)}の夜間延長の時間に架電できる科目がありません。`)];
  });
}

function late(check: MonthToCheck): CalendarProblem[] {
  if (!isLate(check, check.days, check.inForce, check.today)) return [];
  const message = `土日の業務日は${dayText(decideBy(check))}までに決めることになっています。依頼には「期限後」と示されます。`;
  return [warns('late', null, message)];
}
