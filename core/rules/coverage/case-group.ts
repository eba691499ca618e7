import { type CallingBand, isCovered } from '../calling-band.ts';
import type { ByBand } from './open-minutes.ts';

/** Cases of a campaign that are alike in all that the plan asks of them. */
export interface CaseGroup {
  cases: number;
  /** Bands in which a call rang in full (`call.full_ring`); a call cut short is in none. */
  tried: readonly CallingBand[];
  /** Attempts the campaign's limit leaves. */
  attemptsLeft: number;
  /** First day of the next attempt; null = at once. */
  notBefore: string | null;
  /** Corporations are called in business hours only. */
  corporate: boolean;
  /** A number that may be dialled without an agent choosing it. */
  hasNumber: boolean;
  /** Chance that an attempt ends the case (somebody is reached), by band. */
  endsChance: ByBand<number>;
}

/** The two halves that a covered case has: a weekday by day, and an evening or a weekend. */
export type Half = 'day' | 'off';

export const halfOf = (band: CallingBand): Half => (band === 'weekday_day' ? 'day' : 'off');

export function missingHalves(tried: readonly CallingBand[]): Half[] {
  if (isCovered(tried)) return [];
  const halves: Half[] = tried.map(halfOf);
  return (['day', 'off'] as const).filter((half) => !halves.includes(half));
}
