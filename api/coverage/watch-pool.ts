import type { CoverageSettings } from '../../core/contracts/http/coverage.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';
import {
  agentSecPerAttempt,
  campaignScenario,
  type PoolSettings,
} from '../../core/rules/coverage/campaign-scenario.ts';
import { BANDS, type ByBand } from '../../core/rules/coverage/open-minutes.ts';
import { createPacer } from '../../core/rules/pacing/create-pacer.ts';
import type { Pacer, PacingInit, PacingMemory } from '../../core/rules/pacing/types.ts';
import { preview } from '../../core/rules/pacing-simulation/reference-pacers/preview.ts';
import { progressive } from '../../core/rules/pacing-simulation/reference-pacers/progressive.ts';
import type { SimulationResult } from '../../core/rules/pacing-simulation/result.ts';
import { pacingInitOf } from '../../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../../core/rules/pacing-simulation/simulate.ts';
import type { CampaignMode } from '../../core/rules/vocabulary.ts';
import type { CoverageGround } from './coverage-ground.ts';
import { type PlanBase, ratesByBand } from './plan-input.ts';
import type { RememberedPools, SeenPool } from './remembered-pools.ts';

/** How long the pool may be watched; `wanted` false stops it: the answer is then as good as the time was. */
export interface Watch {
  mostMs: number;
  wanted(): boolean;
  remembered: RememberedPools;
}

export interface WatchedPool extends SeenPool {
  /** Attempts of a seat in an hour, by band. */
  rates: ByBand<number>;
  /** Of them, those whose telephone rang in full: neither failed nor cut by the controller. */
  fullRingShare: number;
  /** And those that were cut. */
  cutShare: number;
}

/** Every question is answered with the same citizens, so that points of a curve differ by what was changed and not by luck. */
const SEED = 20_261_121;
/** Asking the time costs more than a step: it is asked every so many. */
const STEPS_BETWEEN_LOOKS = 50;

function pacerOf(mode: CampaignMode, init: PacingInit, memory: PacingMemory | undefined): Pacer {
  if (mode === 'predictive') return createPacer(init, memory);
  return mode === 'progressive' ? progressive(init) : preview(init);
}

/** What the pool would do: simulated with the campaign's own calls, until `mostMs` have passed or enough was seen. */
export function watchPool(
  ground: CoverageGround,
  base: PlanBase,
  settings: CoverageSettings,
  watch: Watch,
  memory?: PacingMemory,
): WatchedPool {
  const band = measuredBand(ground, settings);
  const seats = Math.max(1, settings.seats[band]);
  const poolSettings = (answer: number): PoolSettings => ({
    seats,
    trunks: Math.max(ground.trunks, 1),
    reserve: ground.reserve,
    cps: ground.pool.cps,
    minRingSec: ground.minRing.minRingSec,
    patienceSec: ground.pool.patienceSec,
    ringTimeoutSec: settings.ringTimeoutSec,
    cap: settings.capPercent / 100,
    answer,
  });
  const chance = Math.round(base.chance[band] * 100) / 100;
  const scenario = campaignScenario(ground.measures, poolSettings(chance));
  const { mode, capPercent, ringTimeoutSec } = settings;
  const { minRingSec } = scenario;
  const key = JSON.stringify([ground.campaign.id, band, seats, mode, capPercent, ringTimeoutSec, minRingSec, chance]);
  const seen = watch.remembered.lookAt(key, ENOUGH_AGENT_HOURS / 2, () => {
    const pacer = pacerOf(mode, pacingInitOf(scenario), memory);
    const result = simulate(scenario, pacer, {
      seed: SEED,
      days: Math.max(1, Math.round(ENOUGH_AGENT_HOURS / seats / (scenario.daySec / 3600))),
      keepGoing: untilMs(watch),
    });
    return { result, memory: pacer.memory() };
  });
  const costs: ByBand<number> = { weekday_day: 0, evening: 0, weekend: 0 };
  for (const each of BANDS) {
    const there = campaignScenario(ground.measures, poolSettings(base.chance[each]));
    costs[each] = agentSecPerAttempt(there, settings.mode);
  }
  return {
    ...seen,
    rates: ratesByBand(seen.result.attemptsPerAgentHour, costs, band),
    fullRingShare: 1 - shareOf(seen.result, 'failed', 'cancelled'),
    cutShare: shareOf(seen.result, 'cancelled'),
  };
}

function shareOf({ lines }: SimulationResult, ...keys: ('failed' | 'cancelled')[]): number {
  const sum = (key: 'dialled' | 'failed' | 'cancelled') => lines.reduce((total, line) => total + line[key], 0);
  return sum('dialled') === 0 ? 0 : keys.reduce((total, key) => total + sum(key), 0) / sum('dialled');
}

/** Beyond this the curve moves by less than a point. */
const ENOUGH_AGENT_HOURS = 160;

/** Where the pool is watched: the first band that has both seats and open hours. */
function measuredBand({ days }: CoverageGround, { seats }: CoverageSettings): CallingBand {
  const works = (band: CallingBand) => seats[band] > 0 && days.some(({ minutes }) => minutes[band] > 0);
  return BANDS.find(works) ?? BANDS.find((band) => seats[band] > 0) ?? 'weekday_day';
}

function untilMs({ mostMs, wanted }: Watch): () => boolean {
  const end = performance.now() + mostMs;
  let steps = 0;
  let going = true;
  return () => {
    steps += 1;
    if (steps % STEPS_BETWEEN_LOOKS === 0) going = performance.now() < end && wanted();
    return going;
  };
}
