import { HARD_GUARD } from './hard-guard.ts';
import { minutesOf } from './tokyo-time.ts';

/** `HH:MM` each. */
export interface CentreHours {
  opens: string;
  closes: string;
  halfCloses: string;
  eveningCloses: string;
}

/** What a city may set with the setting `calendar`; a missing or unreadable field keeps its default. */
export interface CalendarParameters extends CentreHours {
  /** By centre, what differs. */
  centres: Readonly<Record<string, Partial<CentreHours>>>;
  /** Weekend days of a month are decided by this day of the month before. */
  decideByDay: number;
  /** `MM-DD`, both included; the span may run over New Year. */
  yearEnd: { from: string; to: string };
  /** `YYYY-MM-DD`: days on which the city is closed beside weekends, holidays and year end. */
  closingDays: readonly string[];
  /** Which Saturdays of a month are open till `halfCloses` without being asked for: `[2, 4]` the second and the fourth. */
  halfSaturdays: readonly number[];
  interpreters: {
    /** ISO 639-1 */
    languages: readonly string[];
    minDaysAMonth: number;
    /** null = every subject whose name says it is 国民健康保険. */
    subjectIds: readonly string[] | null;
  };
}

export const DEFAULT_CALENDAR: CalendarParameters = {
  opens: '08:30',
  closes: '17:00',
  halfCloses: '12:00',
  eveningCloses: '20:00',
  centres: {},
  decideByDay: 25,
  yearEnd: { from: '12-29', to: '01-03' },
  closingDays: [],
  halfSaturdays: [],
  interpreters: { languages: ['ne', 'vi'], minDaysAMonth: 4, subjectIds: null },
};

type Raw = Record<string, unknown>;
const HOURS = ['opens', 'closes', 'halfCloses', 'eveningCloses'] as const;
const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isDayOfYear = (value: unknown): value is string =>
  isText(value) && /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value);
const isDate = (value: unknown): value is string => isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value);
const whole = (value: unknown, least: number, most: number, otherwise: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : otherwise;

/** @param value the setting `calendar` as it stands in the table */
export function calendarParameters(value: unknown): CalendarParameters {
  const raw = isObject(value) ? value : {};
  const defaults = DEFAULT_CALENDAR;
  const yearEnd = isObject(raw['yearEnd']) ? raw['yearEnd'] : {};
  const given = isObject(raw['interpreters']) ? raw['interpreters'] : {};
  const { from, to } = yearEnd;
  return {
    ...soundHours({ ...defaults, ...hoursIn(raw) }, defaults),
    centres: isObject(raw['centres'])
      ? Object.fromEntries(Object.entries(raw['centres']).map(([id, hours]) => [id, hoursIn(hours)]))
      : defaults.centres,
    decideByDay: whole(raw['decideByDay'], 1, 28, defaults.decideByDay),
    yearEnd: isDayOfYear(from) && isDayOfYear(to) ? { from, to } : defaults.yearEnd,
    closingDays: list(raw['closingDays'], isDate) ?? defaults.closingDays,
    halfSaturdays: list(raw['halfSaturdays'], (n): n is number => whole(n, 1, 5, 0) !== 0) ?? defaults.halfSaturdays,
    interpreters: {
      languages:
        list(given['languages'], (code): code is string => isText(code) && /^[a-z]{2}$/.test(code)) ??
        defaults.interpreters.languages,
      minDaysAMonth: whole(given['minDaysAMonth'], 0, 31, defaults.interpreters.minDaysAMonth),
      subjectIds: list(given['subjectIds'], isText) ?? defaults.interpreters.subjectIds,
    },
  };
}

/** One row of `setting`, key `calendar`. */
export interface CalendarSetting {
  /** `YYYY-MM-DD` */
  validFrom: string;
  value: unknown;
}

/** What holds on a day; before the first setting, and without any, the defaults. */
export type ParametersOn = (date: string) => CalendarParameters;

export function parametersOn(settings: readonly CalendarSetting[]): ParametersOn {
  const versions = settings
    .map(({ validFrom, value }) => ({ validFrom, parameters: calendarParameters(value) }))
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return (date) => versions.findLast(({ validFrom }) => validFrom <= date)?.parameters ?? DEFAULT_CALENDAR;
}

/** Hours of one centre; null = those of the whole city. */
export function centreHours(parameters: CalendarParameters, centreId: string | null): CentreHours {
  const own = centreId === null ? undefined : parameters.centres[centreId];
  return own ? soundHours({ ...parameters, ...own }, parameters) : parameters;
}

function list<T>(value: unknown, ok: (item: unknown) => item is T): readonly T[] | null {
  return Array.isArray(value) && value.every(ok) ? value : null;
}

function hoursIn(value: unknown): Partial<CentreHours> {
  if (!isObject(value)) return {};
  return Object.fromEntries(HOURS.flatMap((name) => (isClock(value[name]) ? [[name, value[name]]] : [])));
}

function isClock(value: unknown): value is string {
  return isText(value) && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

/** Hours that make no day (closed before they open, outside the guard) are not used: then the others hold. */
function soundHours(hours: CentreHours, otherwise: CentreHours): CentreHours {
  const [opens, half, closes, evening] = [hours.opens, hours.halfCloses, hours.closes, hours.eveningCloses].map(
    minutesOf,
  ) as [number, number, number, number];
  const sound =
    opens >= HARD_GUARD.opens && opens < half && half <= closes && closes <= evening && evening <= HARD_GUARD.closes;
  const { opens: from, closes: to, halfCloses, eveningCloses } = sound ? hours : otherwise;
  return { opens: from, closes: to, halfCloses, eveningCloses };
}
