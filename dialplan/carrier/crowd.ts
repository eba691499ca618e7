import { createHash } from 'node:crypto';
import { type Behaviour, parseBehaviour, printBehaviour } from './behaviour.ts';

/** Hertz by which an agent without ears learns who picked up. Far from each other, from every tune and from an agent's own tone. */
export const hums = { contact: 820, absent: 1180, machine: 1540 } as const;

export type WhoPicksUp = keyof typeof hums;

export interface Spread {
  mean: number;
  /** Standard deviation ÷ mean. */
  cv: number;
}

/** The people of one workload, as shares and times in seconds. */
export interface CrowdShape {
  /** Of all calls: refused by the network. */
  failing: number;
  failingSec: readonly [least: number, most: number];
  /** Of those who pick up; the rest are machines. */
  contact: number;
  absent: number;
  /** Ringing until picked up; people need `walkSec` more. */
  ringSec: Record<WhoPicksUp, Spread>;
  walkSec: number;
  machineRingLeastSec: number;
  /** Answer to hang-up. */
  talkSec: Record<WhoPicksUp, Spread>;
}

/** Calls of a municipality about arrears, as measured: the workload that the pacing is judged by. */
export const ordinaryCrowd: CrowdShape = {
  failing: 0.06,
  failingSec: [1.5, 4],
  contact: 0.4,
  absent: 0.25,
  ringSec: { contact: { mean: 8, cv: 0.6 }, absent: { mean: 9, cv: 0.6 }, machine: { mean: 20, cv: 0.175 } },
  walkSec: 2,
  machineRingLeastSec: 6,
  talkSec: { contact: { mean: 180, cv: 0.75 }, absent: { mean: 20, cv: 0.5 }, machine: { mean: 18, cv: 0.3 } },
};

/** Longest talk; the simulator ends every leg after a quarter of an hour. */
const LONGEST_TALK_SEC = 720;
/** Nobody says a word and a name in less. */
const SHORTEST_TALK_SEC = 3;

/** What one call meets: `behaviour`, if the mood of that moment is above `limit`; else it rings unanswered. */
export interface CrowdPlan {
  /** 0 to 1; 0 always comes true. */
  limit: number;
  behaviour: Behaviour;
}

/** A number in 0…1, always the same for the same words. */
export function draw(...words: readonly (string | number)[]): number {
  return (createHash('md5').update(words.join(' ')).digest().readUInt32BE(0) + 0.5) / 2 ** 32;
}

/** A normal deviate from two draws. */
function normal(...words: readonly (string | number)[]): number {
  return Math.sqrt(-2 * Math.log(draw(...words, 'r'))) * Math.cos(2 * Math.PI * draw(...words, 'a'));
}

/** Never below zero, skewed to the long side, as waiting and talking are. */
export function drawLognormal({ mean, cv }: Spread, ...words: readonly (string | number)[]): number {
  const variance = Math.log(1 + cv ** 2);
  return mean * Math.exp(Math.sqrt(variance) * normal(...words) - variance / 2);
}

/** What the `attempt`-th call (from 1) to a number meets: a function of these words and of nothing else. */
export function crowdPlan(shape: CrowdShape, seed: string | number, number: string, attempt: number): CrowdPlan {
  const about = (what: string) => [seed, number, attempt, what];
  const fate = draw(...about('fate'));
  if (fate >= 1 - shape.failing) {
    const [least, most] = shape.failingSec;
    return { limit: 0, behaviour: { name: 'busy', ring: tenths(least + (most - least) * draw(...about('fail'))) } };
  }
  const person = draw(...about('who'));
  const who: WhoPicksUp =
    person < shape.contact ? 'contact' : person < shape.contact + shape.absent ? 'absent' : 'machine';
  const ring =
    who === 'machine'
      ? Math.max(
          shape.machineRingLeastSec,
          shape.ringSec.machine.mean * (1 + shape.ringSec.machine.cv * normal(...about('ring'))),
        )
      : shape.walkSec + drawLognormal(shape.ringSec[who], ...about('ring'));
  const talk = Math.min(
    LONGEST_TALK_SEC,
    Math.max(SHORTEST_TALK_SEC, drawLognormal(shape.talkSec[who], ...about('talk'))),
  );
  const times = { ring: tenths(ring), talk: tenths(talk) };
  return { limit: fate, behaviour: who === 'machine' ? { name: who, ...times } : { name: 'person', ...times, who } };
}

/** As the carrier's database holds the plans of one number. */
export function printPlans(plans: readonly CrowdPlan[]): string {
  return plans
    .map(({ limit, behaviour }) => `${Math.min(9_999, Math.floor(limit * 10_000))}:${printBehaviour(behaviour)}`)
    .join('|');
}

/** Who picked up a call of the log; undefined when its behaviour is none of the crowd's. */
export function whoPickedUp(behaviour: string): WhoPicksUp | undefined {
  const { name, who } = parseBehaviour(behaviour);
  return name === 'machine' ? 'machine' : name === 'person' ? (who ?? 'contact') : undefined;
}

/** Share of the day (0…1) → how many pick up, relative to the mean: more towards the middle. */
const PROFILE: readonly (readonly [at: number, factor: number])[] = [
  [0, 0.85],
  [0.25, 1],
  [0.5, 1.25],
  [0.625, 0.95],
  [1, 1],
];

export function profileAt(shareOfDay: number): number {
  for (let index = 1; index < PROFILE.length; index += 1) {
    const [from, low] = PROFILE[index - 1] ?? [0, 1];
    const [to, high] = PROFILE[index] ?? [1, 1];
    if (shareOfDay <= to) return low + ((high - low) * Math.max(0, shareOfDay - from)) / (to - from);
  }
  return 1;
}

const DRIFT_SIGMA = 0.15;
const DRIFT_MINUTES = 40;

/** The slow random drift of the mood, one factor for each step of `stepMin` minutes. */
export function moodDrift(seed: string | number, steps: number, stepMin: number): number[] {
  const keep = Math.exp(-stepMin / DRIFT_MINUTES);
  let level = DRIFT_SIGMA * normal(seed, 'drift', 0);
  const factors: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    factors.push(Math.exp(level - DRIFT_SIGMA ** 2 / 2));
    level = keep * level + Math.sqrt(1 - keep ** 2) * DRIFT_SIGMA * normal(seed, 'drift', step + 1);
  }
  return factors;
}

const tenths = (seconds: number) => Number(seconds.toFixed(1));
