import type { CoverageSettings, CoverageView } from '../../core/contracts/http/coverage.ts';
import { isCovered } from '../../core/rules/calling-band.ts';
import { BANDS } from '../../core/rules/coverage/open-minutes.ts';
import { planCoverage } from '../../core/rules/coverage/plan-coverage.ts';
import type { CoverageGround } from './coverage-ground.ts';
import { planBase, planInputOf } from './plan-input.ts';
import { type Watch, watchPool } from './watch-pool.ts';

/** Where the sliders stand before anybody moves them: every agent of the line in every band, the campaign's own values. */
export function standingSettings(ground: CoverageGround): CoverageSettings {
  const { agents, campaign, capPercent, dueOn } = ground;
  return {
    seats: { weekday_day: agents, evening: agents, weekend: agents },
    capPercent,
    ringTimeoutSec: campaign.ringTimeoutSec,
    mode: campaign.mode,
    dueOn,
  };
}

export function coverageView(ground: CoverageGround, settings: CoverageSettings, watch: Watch): CoverageView {
  const base = planBase(ground);
  const pool = watchPool(ground, base, settings, watch);
  const input = planInputOf(base, settings, pool);
  const plan = planCoverage(input);
  const { forecast, impossible } = plan;
  const coveredNow = base.groups.reduce((sum, { cases, tried }) => sum + (isCovered(tried) ? cases : 0), 0);
  return {
    campaignId: ground.campaign.id,
    settings,
    dueOnIsGuess: ground.campaign.dueOn === null,
    cases: Math.round(forecast.cases),
    ended: base.ended,
    coveredNow,
    covered: Math.round(forecast.covered),
    settled: Math.round(forecast.settled),
    left: Math.round(forecast.left),
    completedOn: forecast.completedOn,
    bands: BANDS.map((band) => ({
      band,
      openMinutes: base.days.reduce((sum, { minutes }) => sum + minutes[band], 0),
      answerChance: Math.round(base.chance[band] * 1_000) / 1_000,
      triesPerSeatHour: Math.round(pool.rates[band] * pool.fullRingShare * 10) / 10,
      tries: Math.round(forecast.days.reduce((sum, { tries }) => sum + tries[band], 0)),
      seatsNeeded: plan.seatsNeeded[band],
    })),
    days: forecast.days.map(({ date, covered, settled, tries }) => ({
      date,
      covered: Math.round(covered),
      settled: Math.round(settled),
      tries: {
        weekday_day: Math.round(tries.weekday_day),
        evening: Math.round(tries.evening),
        weekend: Math.round(tries.weekend),
      },
    })),
    risks: plan.risks.map((risk) => ({ ...risk, cases: Math.round(risk.cases) })).filter(({ cases }) => cases > 0),
    impossible: impossible && { ...impossible, cases: Math.ceil(impossible.cases) },
    ringing: ringingOf(ground, settings, pool.cutShare),
    ownCalls: ground.measures.attempts,
  };
}

/** Only predictive calling cuts calls. */
function ringingOf(ground: CoverageGround, settings: CoverageSettings, cutShare: number): CoverageView['ringing'] {
  if (settings.mode !== 'predictive') return null;
  const { minRingSec, why } = ground.minRing;
  const own = ground.watched.find(({ campaignId }) => campaignId === ground.campaign.id);
  return {
    minRingSec: minRingSec < settings.ringTimeoutSec ? minRingSec : null,
    why,
    cutPct: Math.round(100 * cutShare),
    leftIfCut: own?.leftIfCut ?? null,
    leftIfFull: own?.leftIfFull ?? null,
  };
}
