import { addDays } from '../tokyo-time.ts';
import type { Engine } from './engine.ts';

/**
 * One line of a table of rates. Rates are hundredths of a per cent a year (2.8 % = 280), so that they stay whole numbers.
 * A table never answers for a day behind its lines: the rates of a calendar year are published at the end of the year before, and
 * last year's rate for a new year is the visible mistake.
 */
export interface RatePeriod {
  /** `YYYY-MM-DD`, both days included; null = until the next line. */
  from: string;
  through: string | null;
  /** Up to the split (納期限の翌日から1か月を経過する日), and after it. Without a split only `later` counts. */
  first: number;
  later: number;
}

/** 延滞金の特例 by first calendar year of each run: collection of the published tables of five cities, see docs/money.md. */
const MARKET_RUNS: readonly [year: number, first: number, later: number][] = [
  [2000, 450, 1460],
  [2002, 410, 1460],
  [2007, 440, 1460],
  [2008, 470, 1460],
  [2009, 450, 1460],
  [2010, 430, 1460],
  [2014, 290, 920],
  [2015, 280, 910],
  [2017, 270, 900],
  [2018, 260, 890],
  [2021, 250, 880],
  [2022, 240, 870],
  [2026, 280, 910],
];
const LAST_MARKET_YEAR = 2026;

const MARKET_RATES: readonly RatePeriod[] = [
  { from: '0001-01-01', through: '1999-12-31', first: 730, later: 1460 },
  ...MARKET_RUNS.flatMap(([year, first, later], index) => {
    const next = MARKET_RUNS[index + 1]?.[0] ?? LAST_MARKET_YEAR + 1;
    return Array.from({ length: next - year }, (_, i) => ({ ...calendarYear(year + i), first, later }));
  }),
];

/** 民法404条; the rate of 2026-04-01 to 2029-03-31 by 令和7年法務省告示第73号, what follows is not known. */
const LEGAL_RATES: readonly RatePeriod[] = [
  { from: '0001-01-01', through: '2020-03-31', first: 500, later: 500 },
  { from: '2020-04-01', through: '2023-03-31', first: 300, later: 300 },
  { from: '2023-04-01', through: '2026-03-31', first: 300, later: 300 },
  { from: '2026-04-01', through: '2029-03-31', first: 300, later: 300 },
];

/** A contract's rate is nobody's default: until the city enters it there is no figure. */
export const DEFAULT_RATES: Readonly<Record<Engine, readonly RatePeriod[]>> = {
  local_tax: MARKET_RATES,
  ordinance: MARKET_RATES,
  legal_interest: LEGAL_RATES,
  contract_interest: [],
  none: [],
};

/** Whose rates change with every calendar year; a line of theirs ends with its year. */
export const YEARLY_ENGINES: readonly Engine[] = ['local_tax', 'ordinance'];

export function calendarYear(year: number): { from: string; through: string } {
  return { from: `${year}-01-01`, through: `${year}-12-31` };
}

/**
 * The table of a subject: what the product knows, the city's lines for the engine over it day for day, and the subject's own lines,
 * which count alone from the first of them on.
 */
export function rateTable(
  engine: Engine,
  ofCity: readonly RatePeriod[] = [],
  ofSubject: readonly RatePeriod[] = [],
): RatePeriod[] {
  const general = [
    ...DEFAULT_RATES[engine].filter(({ from }) => !ofCity.some((line) => line.from === from)),
    ...ofCity,
  ];
  const ownFrom = ofSubject.reduce<string | null>((least, { from }) => (least && least < from ? least : from), null);
  const before = ownFrom === null ? general : general.filter(({ from }) => from < ownFrom);
  return [...before, ...ofSubject].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** The line in force on a day: the newest that has begun, unless it is over. @param table sorted, as `rateTable` gives it */
export function rateOn(table: readonly RatePeriod[], day: string): RatePeriod | undefined {
  const line = table.findLast(({ from }) => from <= day);
  return line && (line.through === null || line.through >= day) ? line : undefined;
}

/** The last day for which the table can count; null = no end. */
export function ratesEnd(table: readonly RatePeriod[]): string | null {
  const last = table.at(-1);
  return last === undefined ? '0001-01-01' : last.through;
}

/** First days of lines inside a span. */
export function rateChanges(table: readonly RatePeriod[], from: string, through: string): string[] {
  return table
    .flatMap((line) => [line.from, ...(line.through === null ? [] : [addDays(line.through, 1)])])
    .filter((day) => day > from && day <= through);
}
