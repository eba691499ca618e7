import { setTimeout as sleep } from 'node:timers/promises';
import type { CarrierControl } from '../../../dialplan/carrier/control.ts';
import { type CrowdShape, crowdPlan, moodDrift, profileAt } from '../../../dialplan/carrier/crowd.ts';

/** More attempts than the caps allow in a day; what comes after only rings. */
const ATTEMPTS = 4;
const STEP_MS = 5_000;
/** Orders to the simulator that may be on their way at once. */
const AT_ONCE = 100;

/** Tells the simulated network what every number does with its first, second ... call. */
export async function placeCrowd(
  control: CarrierControl,
  numbers: readonly string[],
  shape: CrowdShape,
  seed: number,
): Promise<void> {
  const attempts = Array.from({ length: ATTEMPTS }, (_, index) => index + 1);
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    await Promise.all(
      numbers.slice(from, from + AT_ONCE).map((number) =>
        control.setCrowd(
          number,
          attempts.map((attempt) => crowdPlan(shape, seed, number, attempt)),
        ),
      ),
    );
  }
}

/** How willing the crowd is at each step of a run: the day in small, its middle the best, with a slow drift of its own. */
export function moodsOf(answerRate: number, seed: number, minutes: number): number[] {
  const steps = Math.max(1, Math.ceil((minutes * 60_000) / STEP_MS));
  const drift = moodDrift(seed, steps, STEP_MS / 60_000);
  return drift.map((factor, step) => Math.min(0.94, answerRate * profileAt(step / steps) * factor));
}

/** Leads the crowd through the run; after the last step its mood stays. Ends with the signal. */
export async function leadMood(control: CarrierControl, moods: readonly number[], signal: AbortSignal): Promise<void> {
  try {
    for (const mood of moods) {
      await control.setCrowdMood(mood);
      await sleep(STEP_MS, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
