import type { CallingBand } from '../calling-band.ts';
import { type CaseGroup, halfOf, missingHalves } from './case-group.ts';
import { forecastCoverage, type PlanInput } from './forecast.ts';
import { BANDS, type ByBand, type PlannedDay } from './open-minutes.ts';
import { bestPossible } from './seats-needed.ts';

/** A day that an approval could open, or open longer, and what it would bring. */
export interface DayToOpen {
  date: string;
  band: CallingBand;
  minutes: number;
}

/** What the calendar as it stands makes impossible, whatever the number of seats. */
export interface Impossible {
  cases: number;
  /** Japanese, one sentence. */
  message: string;
  /** Opening all of these makes it possible with the seats there are, as far as anything can; empty = no approval helps. */
  days: DayToOpen[];
}

const couldReach = ({ hasNumber, corporate, attemptsLeft, tried }: CaseGroup) =>
  hasNumber && !corporate && attemptsLeft >= missingHalves(tried).length;

/**
 * Null when seats alone could do it. Otherwise the fewest days that cover what can be covered: the longest first, of equal ones the earliest.
 */
export function impossibleUntil(input: PlanInput): Impossible | null {
  // Cases that no day could help are another matter (no number, corporations, attempts used up): see risksOf.
  const reachable = { ...input, groups: input.groups.filter(couldReach) };
  const stuck = bestPossible(reachable).left;
  if (stuck < 0.5) return null;
  const days: DayToOpen[] = [];
  let plan = reachable.days;
  let left = forecastCoverage(reachable).left;
  const goal = bestPossible({ ...reachable, days: plan.map(fullyOpen) }).left;
  for (const next of candidates(reachable)) {
    if (left <= goal + 0.5) break;
    const tryPlan = plan.map((day) => (day.date === next.date ? opened(day, next.band) : day));
    const after = forecastCoverage({ ...reachable, days: tryPlan }).left;
    if (after >= left - 1e-3) continue;
    days.push(next);
    plan = tryPlan;
    left = after;
  }
  days.sort((a, b) => (a.date < b.date ? -1 : 1));
  return { cases: stuck, message: messageOf(reachable, stuck, days), days };
}

function candidates({ days, groups }: PlanInput): DayToOpen[] {
  const wanted = new Set(groups.flatMap(({ tried }) => missingHalves(tried)));
  return days
    .flatMap(({ date, couldOpen }) => BANDS.map((band) => ({ date, band, minutes: couldOpen[band] })))
    .filter(({ band, minutes }) => minutes > 0 && wanted.has(halfOf(band)))
    .sort((a, b) => b.minutes - a.minutes || (a.date < b.date ? -1 : 1));
}

const opened = (day: PlannedDay, band: CallingBand): PlannedDay => ({
  ...day,
  minutes: { ...day.minutes, [band]: day.minutes[band] + day.couldOpen[band] },
  couldOpen: { ...day.couldOpen, [band]: 0 },
});

const fullyOpen = (day: PlannedDay): PlannedDay => BANDS.reduce(opened, day);

function messageOf({ days }: PlanInput, cases: number, toOpen: readonly DayToOpen[]): string {
  const count = Math.ceil(cases);
  const total: ByBand<number> = { weekday_day: 0, evening: 0, weekend: 0 };
  for (const { minutes } of days) for (const band of BANDS) total[band] += minutes[band];
  const closed = total.weekday_day === 0 ? '平日昼間' : total.evening + total.weekend === 0 ? '夜間・休日' : null;
  const why = closed ? `期限までに${closed}の架電日がないため` : '期限までの架電日が足りないため';
  const what =
    toOpen.length > 0
      ? '次の日を開けてください。'
      : '開けられる日がありません。科目の架電時間か期限を見直してください。';
  return `${why}、${count}件は席数にかかわらず2つの時間帯に架電できません。${what}`;
}
