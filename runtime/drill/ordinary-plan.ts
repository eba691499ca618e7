import { ordinaryCrowd } from '../../dialplan/carrier/crowd.ts';
import { ordinaryTimes } from './desk/working-times.ts';
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
  options: Pick<DrillOptions, 'agents' | 'minutes' | 'mode' | 'lines' | 'answerRate' | 'seed'>,
): DrillPlan {
  const { agents, minutes, lines, answerRate } = options;
  const handled = (agents * minutes * 60) / HANDLING_SEC / answerRate;
  return {
    ...options,
    crowd: ordinaryCrowd,
    times: ordinaryTimes,
    ringTimeoutSec: RING_TIMEOUT_SEC,
    persons: Math.min(200_000, Math.max(2_000, Math.ceil((handled * 16) / lines))),
    trunkChannels: 3 * agents + 2 + RESERVE,
  };
}
