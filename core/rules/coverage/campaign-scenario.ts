import { arrearsLine, arrearsScenario } from '../pacing-simulation/arrears-workload.ts';
import type { Distribution } from '../pacing-simulation/distribution.ts';
import { REVIEW_SEC } from '../pacing-simulation/reference-pacers/preview.ts';
import type { LineScenario, Party, PartyShape, Scenario } from '../pacing-simulation/scenario.ts';
import type { CampaignMode } from '../vocabulary.ts';

/** What the calls of a campaign (or, before it has any, of its subject) showed. Seconds of single calls, a few hundred of each. */
export interface CampaignMeasures {
  attempts: number;
  /** Ended by the network before anything rang. */
  failed: number;
  answered: Record<Party, number>;
  ringSec: Record<Party, readonly number[]>;
  talkSec: Record<Party, readonly number[]>;
  wrapSec: Record<Party, readonly number[]>;
}

export interface PoolSettings {
  seats: number;
  trunks: number;
  reserve: number;
  cps: number;
  minRingSec: number;
  patienceSec: number;
  ringTimeoutSec: number;
  /** 0.01 = 1 %. */
  cap: number;
  /** Chance that an attempt is picked up. */
  answer: number;
}

const PARTIES: readonly Party[] = ['contact', 'absent', 'machine'];
/** With fewer of its own the general shape is the better guess. */
const ENOUGH = 25;
/** So many calls of the general workload stand behind the shares before the first own call. */
const WORTH = 30;

const own = (values: readonly number[], general: Distribution): Distribution =>
  values.length >= ENOUGH ? { kind: 'measured', values } : general;

function lineOf(measures: CampaignMeasures, { cap, answer }: PoolSettings): LineScenario {
  const general = arrearsLine('A', cap, answer);
  const answered = PARTIES.reduce((sum, party) => sum + measures.answered[party], 0);
  const shape = (party: Party): PartyShape => ({
    share: (measures.answered[party] + WORTH * general.parties[party].share) / (answered + WORTH),
    ring: own(measures.ringSec[party], general.parties[party].ring),
    talk: own(measures.talkSec[party], general.parties[party].talk),
    wrap: own(measures.wrapSec[party], general.parties[party].wrap),
  });
  const failed = (measures.failed + WORTH * general.failed.share) / (measures.attempts + WORTH);
  return {
    ...general,
    failed: { ...general.failed, share: failed },
    parties: { contact: shape('contact'), absent: shape('absent'), machine: shape('machine') },
  };
}

/** The pool as the campaign's own calls describe it, for as long as somebody cares to watch it. */
export function campaignScenario(measures: CampaignMeasures, settings: PoolSettings): Scenario {
  return arrearsScenario(settings.seats, settings.answer, settings.cap, {
    trunks: settings.trunks,
    reserve: settings.reserve,
    cps: settings.cps,
    patienceSec: settings.patienceSec,
    ringTimeoutSec: settings.ringTimeoutSec,
    minRingSec: Math.min(settings.minRingSec, settings.ringTimeoutSec),
    cutOnceRunning: true,
    daySec: 8 * 3600,
    profile: [{ atSec: 0, factor: 1 }],
    lines: [lineOf(measures, settings)],
  });
}

const meanOf = (distribution: Distribution): number => {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value;
    case 'uniform':
      return (distribution.from + distribution.to) / 2;
    case 'lognormal':
      return distribution.mean + (distribution.plus ?? 0);
    case 'measured':
      return distribution.values.reduce((sum, value) => sum + value, 0) / Math.max(1, distribution.values.length);
    case 'normal':
    case 'exponential':
      return distribution.mean;
  }
};

/**
 * Seconds of an agent that one attempt takes on average: what rates at another chance of an answer are scaled by. In predictive calling
 * ringing costs no agent's time.
 */
export function agentSecPerAttempt(scenario: Scenario, mode: CampaignMode): number {
  const [line] = scenario.lines;
  if (!line) return 1;
  const reached = (1 - line.failed.share) * line.answer;
  const handling = PARTIES.reduce((sum, party) => {
    const { share, talk, wrap } = line.parties[party];
    return sum + share * (meanOf(talk) + meanOf(wrap));
  }, 0);
  if (mode === 'predictive') return Math.max(1, reached * handling);
  const answeredRing = PARTIES.reduce(
    (sum, party) => sum + line.parties[party].share * meanOf(line.parties[party].ring),
    0,
  );
  const ringing =
    reached * Math.min(answeredRing, scenario.ringTimeoutSec) +
    (1 - line.failed.share) * (1 - line.answer) * scenario.ringTimeoutSec +
    line.failed.share * meanOf(line.failed.after);
  return ringing + reached * handling + (mode === 'preview' ? REVIEW_SEC : 0);
}
