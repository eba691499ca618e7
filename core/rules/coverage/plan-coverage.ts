import { type Impossible, impossibleUntil } from './days-to-open.ts';
import { type Forecast, forecastCoverage, type PlanInput } from './forecast.ts';
import type { ByBand } from './open-minutes.ts';
import { type Risk, risksOf } from './risks.ts';
import { bestPossible, seatsNeeded } from './seats-needed.ts';

export interface CoveragePlan {
  forecast: Forecast;
  /** With these, everything that can be covered is. */
  seatsNeeded: ByBand<number | null>;
  risks: Risk[];
  impossible: Impossible | null;
}

/** The promise of a campaign: how many of its cases will be tried in both halves by the due date, and what stands in the way. */
export function planCoverage(input: PlanInput): CoveragePlan {
  const forecast = forecastCoverage(input);
  return {
    forecast,
    seatsNeeded: seatsNeeded(input, bestPossible(input)),
    risks: risksOf(input, forecast),
    impossible: impossibleUntil(input),
  };
}
