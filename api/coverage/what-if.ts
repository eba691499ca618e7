import type { CoverageSettings, WhatIfPoint, WhatIfSlider } from '../../core/contracts/http/coverage.ts';
import { forecastCoverage } from '../../core/rules/coverage/forecast.ts';
import { BANDS } from '../../core/rules/coverage/open-minutes.ts';
import type { CoverageGround } from './coverage-ground.ts';
import { type PlanBase, planBase, planInputOf } from './plan-input.ts';
import { type Watch, type WatchedPool, watchPool } from './watch-pool.ts';

const CAPS = [0.5, 1, 1.5, 2, 2.5, 3];
const RINGS = [15, 20, 25, 30, 40];
/** Times the seats that the slider stands at. */
const SEAT_STEPS = [0.4, 0.6, 0.8, 1, 1.25, 1.5, 2];

/** The settings at each point of the curve, the one the slider stands at among them. */
export function curveSettings(
  settings: CoverageSettings,
  slider: WhatIfSlider,
): { at: number; settings: CoverageSettings }[] {
  if (slider === 'cap') {
    return withOwn(CAPS, settings.capPercent).map((at) => ({ at, settings: { ...settings, capPercent: at } }));
  }
  if (slider === 'ring') {
    return withOwn(RINGS, settings.ringTimeoutSec).map((at) => ({ at, settings: { ...settings, ringTimeoutSec: at } }));
  }
  const most = Math.max(1, ...BANDS.map((band) => settings.seats[band]));
  const wanted = withOwn(
    SEAT_STEPS.map((step) => Math.max(1, Math.round(step * most))),
    most,
  );
  return wanted.map((at) => {
    const seats = { ...settings.seats };
    for (const band of BANDS) seats[band] = Math.round((settings.seats[band] * at) / most);
    return { at, settings: { ...settings, seats } };
  });
}

const withOwn = (values: readonly number[], own: number) => [...new Set([...values, own])].sort((a, b) => a - b);

export function whatIf(
  ground: CoverageGround,
  settings: CoverageSettings,
  slider: WhatIfSlider,
  watch: Watch,
): WhatIfPoint[] {
  const base = planBase(ground);
  const points = curveSettings(settings, slider);
  // Where the slider stands comes first and gets two shares of the time: the others begin with what was learned there.
  const share = { ...watch, mostMs: watch.mostMs / (points.length + 1) };
  const here = watchPool(ground, base, settings, { ...share, mostMs: 2 * share.mostMs });
  return points.map(({ at, settings: there }) => {
    const pool = isSame(there, settings) ? here : watchPool(ground, base, there, share, here.memory);
    return pointOf(at, base, there, pool);
  });
}

const isSame = (one: CoverageSettings, other: CoverageSettings) => JSON.stringify(one) === JSON.stringify(other);

function pointOf(at: number, base: PlanBase, settings: CoverageSettings, pool: WatchedPool): WhatIfPoint {
  const { result } = pool;
  const forecast = forecastCoverage(planInputOf(base, settings, pool));
  const [low, high] = wilson(result.dropped, result.persons);
  return {
    at,
    occupancyPct: percent(result.occupancy),
    abandonmentPct: percent(result.abandonment),
    abandonmentLowPct: percent(low),
    abandonmentHighPct: percent(high),
    waitP50Sec: result.wait && tenth(result.wait.p50),
    waitP99Sec: result.wait && tenth(result.wait.p99),
    attemptsPerSeatHour: tenth(result.attemptsPerAgentHour),
    contactsPerSeatHour: tenth(result.contactsPerAgentHour),
    covered: Math.round(forecast.covered),
    left: Math.round(forecast.left),
    completedOn: forecast.completedOn,
    agentHours: tenth(result.agentHours),
  };
}

const percent = (share: number) => Math.round(share * 10_000) / 100;
const tenth = (value: number) => Math.round(value * 10) / 10;

/** 95 % interval of a share (Wilson): honest also where nothing was abandoned. */
function wilson(hits: number, of: number): [low: number, high: number] {
  if (of === 0) return [0, 0];
  const z = 1.96;
  const share = hits / of;
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
