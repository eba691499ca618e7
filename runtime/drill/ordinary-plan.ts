import { type CrowdShape, ordinaryCrowd, type Spread, type WhoPicksUp } from '../../dialplan/carrier/crowd.ts';
import { ordinaryTimes, type WorkingTimes } from './desk/working-times.ts';
import type { DrillOptions } from './drill-options.ts';
import type { DrillPlan } from './run-drill.ts';

/** As the workload has it: longer than the 25 s of a new campaign. */
const RING_TIMEOUT_SEC = 30;
/** Mean seconds an agent spends on whatever was picked up, talk and wrap-up together, in the ordinary workload. */
const HANDLING_SEC = 118;
/** Kept free for people who call back (core/rules/pool-parameters.ts), beside the workload's trunks. */
const RESERVE = 1;

/** The workload of arrears lines, with more persons than any dialler reaches in that time: about a seventh of a city owes on one subject. */
export function ordinaryPlan(
  options: Pick<DrillOptions, 'agents' | 'minutes' | 'mode' | 'lines' | 'answerRate' | 'seed' | 'talkScale'>,
): DrillPlan {
  const { agents, minutes, lines, answerRate, talkScale } = options;
  const handled = (agents * minutes * 60) / (HANDLING_SEC * talkScale) / answerRate;
  return {
    ...options,
    crowd: withTalk(ordinaryCrowd, talkScale),
    times: withWrap(ordinaryTimes, talkScale),
    ringTimeoutSec: RING_TIMEOUT_SEC,
    persons: Math.min(200_000, Math.max(2_000, Math.ceil((handled * 16) / lines))),
    trunkChannels: 3 * agents + 2 + RESERVE,
  };
}

function scaled(spreads: Record<WhoPicksUp, Spread>, factor: number): Record<WhoPicksUp, Spread> {
  const one = ({ mean, cv }: Spread) => ({ mean: mean * factor, cv });
  return { contact: one(spreads.contact), absent: one(spreads.absent), machine: one(spreads.machine) };
}

const withTalk = (crowd: CrowdShape, factor: number): CrowdShape => ({
  ...crowd,
  talkSec: scaled(crowd.talkSec, factor),
});
const withWrap = (times: WorkingTimes, factor: number): WorkingTimes => ({
  ...times,
  wrapSec: scaled(times.wrapSec, factor),
});
