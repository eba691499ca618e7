import type { CallingBand } from '../calling-band.ts';
import { addDays } from '../tokyo-time.ts';
import { type CaseGroup, type Half, halfOf, missingHalves } from './case-group.ts';
import { BANDS, type ByBand, noMinutes, type PlannedDay } from './open-minutes.ts';

/** What a seat does in an hour of a band. */
export interface PlanInput {
  groups: readonly CaseGroup[];
  days: readonly PlannedDay[];
  seats: ByBand<number>;
  /** Attempts of one seat in an hour, by band. */
  attemptsPerSeatHour: ByBand<number>;
  /** Share of attempts whose telephone rings in full: only those count as tried. */
  fullRingShare: number;
  /** Attempts that a try in full takes on average: those cut before it count against the limit as well. Absent = 1. */
  attemptsPerTry?: number;
  /** 1 = a person tried today waits until tomorrow. */
  maxAttemptsPerDay: number;
}

export interface DayForecast {
  date: string;
  /** Full-ring tries planned, by band. */
  tries: ByBand<number>;
  /** Running totals at the end of the day, expected numbers of cases. */
  covered: number;
  settled: number;
}

export interface Forecast {
  /** Cases not ended when the plan begins. */
  cases: number;
  /** Tried in both halves by the due date, those that were before included. */
  covered: number;
  /** Reached before the second half was needed. */
  settled: number;
  /** Neither. */
  left: number;
  /** The same by position of the group and the halves still missing at the end. */
  leftOver: { group: number; missing: readonly Half[]; cases: number }[];
  days: DayForecast[];
  /** First day at whose end nothing more can become covered; null when cases are left over. */
  completedOn: string | null;
}

/** Expected cases that stand alike: of one group, the same halves missing. */
interface Cell {
  group: number;
  n: number;
  missing: Half[];
  attemptsLeft: number;
  notBefore: string;
}

/** Fewer cases than this are none: sums of chances never end at nought. */
const NOUGHT = 1e-6;

/**
 * Day by day and band by band, as many tries as seats and hours allow: first those whose other half is done (a pair completed is a case
 * covered), then the untouched. Deterministic in expected numbers; it assumes that the dialler follows the missing half.
 */
export function forecastCoverage(input: PlanInput): Forecast {
  const { groups, days } = input;
  let cells: Cell[] = [];
  let covered = 0;
  let settled = 0;
  for (const [group, one] of groups.entries()) {
    const missing = missingHalves(one.tried);
    if (missing.length === 0) covered += one.cases;
    else cells.push({ group, n: one.cases, missing, attemptsLeft: one.attemptsLeft, notBefore: one.notBefore ?? '' });
  }
  const cases = groups.reduce((sum, one) => sum + one.cases, 0);
  const forecastDays: DayForecast[] = [];
  for (const day of days) {
    const tries = noMinutes();
    for (const band of BANDS) {
      const done = workBand(input, cells, day, band);
      cells = done.cells;
      tries[band] = done.tries;
      covered += done.covered;
      settled += done.settled;
    }
    forecastDays.push({ date: day.date, tries, covered, settled });
  }
  const left = cases - covered - settled;
  return {
    cases,
    covered,
    settled,
    left: left < 1e-3 ? 0 : left,
    leftOver: cells.map(({ group, missing, n }) => ({ group, missing, cases: n })),
    days: forecastDays,
    completedOn: completedOn(forecastDays, cases),
  };
}

function completedOn(days: readonly DayForecast[], cases: number): string | null {
  return days.find(({ covered, settled }) => cases - covered - settled < 0.5)?.date ?? null;
}

interface BandWork {
  cells: Cell[];
  tries: number;
  covered: number;
  settled: number;
}

function workBand(input: PlanInput, cells: readonly Cell[], day: PlannedDay, band: CallingBand): BandWork {
  const half = halfOf(band);
  const hours = (input.seats[band] * day.minutes[band]) / 60;
  const work: BandWork = { cells: [], tries: 0, covered: 0, settled: 0 };
  let capacity = hours * input.attemptsPerSeatHour[band] * input.fullRingShare;
  const mayTry = (cell: Cell) => {
    const group = input.groups[cell.group];
    return (
      group?.hasNumber === true &&
      !(group.corporate && half === 'off') &&
      cell.attemptsLeft >= 1 &&
      cell.notBefore <= day.date &&
      cell.missing.includes(half)
    );
  };
  const order = cells.toSorted((a, b) => a.missing.length - b.missing.length);
  for (const cell of order) {
    const tried = mayTry(cell) ? Math.min(cell.n, capacity) : 0;
    if (cell.n - tried > NOUGHT) work.cells.push({ ...cell, n: cell.n - tried });
    if (tried <= 0) continue;
    capacity -= tried;
    work.tries += tried;
    const missing = cell.missing.filter((other) => other !== half);
    if (missing.length === 0) {
      work.covered += tried;
      continue;
    }
    const ends = tried * (input.groups[cell.group]?.endsChance[band] ?? 0);
    work.settled += ends;
    const notBefore = input.maxAttemptsPerDay > 1 ? cell.notBefore : addDays(day.date, 1);
    work.cells.push({
      ...cell,
      n: tried - ends,
      missing,
      attemptsLeft: cell.attemptsLeft - (input.attemptsPerTry ?? 1),
      notBefore,
    });
  }
  work.cells = merged(work.cells);
  return work;
}

function merged(cells: readonly Cell[]): Cell[] {
  const byKey = new Map<string, Cell>();
  for (const cell of cells) {
    const key = `${cell.group} ${cell.missing} ${cell.attemptsLeft} ${cell.notBefore}`;
    const same = byKey.get(key);
    if (same) same.n += cell.n;
    else byKey.set(key, { ...cell });
  }
  return [...byKey.values()];
}
