import { lognormalCdf, normalCdf } from './distributions.ts';

/**
 * When calls of one line are answered, by whom, given that they are answered: learnt as hazards by ring age (answers of that second ÷
 * calls that rang that long), so calls hung up early bias nothing. Starts from the ring times of Japanese households as prior.
 */
export interface RingShape {
  /** Per second of ring age: share of all picked-up calls picked up by a person by then. The last entries of both sum to 1. */
  person: Float64Array;
  machine: Float64Array;
  /** Share of all calls that failed by then. */
  failed: Float64Array;
  observe(age: number, end: 'person' | 'machine' | 'failed', weight: number): void;
  /** The call stopped ringing at this age; `byItself`: it was answered or failed, nobody hung it up. */
  exposed(age: number, byItself: boolean): void;
  /** Chance that a call picked up at this age, and not filtered as one of a machine, was picked up by a person. */
  personShareAt(age: number, machinesPass: number): number;
  rebuild(): void;
  save(): number[][];
  restore(saved: number[][]): void;
}

/** The prior counts as this many calls, at the prior's own chance of an answer. */
const PRIOR_CALLS = 100;
const PRIOR_ANSWER = 0.3;
/** Calls that change after this many more were seen weigh half. */
const HALF_LIFE_CALLS = 6000;
const FORGET = 0.5 ** (1 / HALF_LIFE_CALLS);
/** Tables are made anew after this many calls. */
const REBUILD_EVERY = 20;
const PRIOR = { contact: 0.4, absent: 0.25, machine: 0.35, failed: 0.06 };

export function createRingShape(ringTimeoutSec: number): RingShape {
  const bins = Math.max(2, Math.ceil(ringTimeoutSec));
  const risk = new Float64Array(bins);
  const persons = new Float64Array(bins);
  const machines = new Float64Array(bins);
  const failures = new Float64Array(bins);
  const person = new Float64Array(bins + 1);
  const machine = new Float64Array(bins + 1);
  const failed = new Float64Array(bins + 1);
  let scale = 1;
  let sinceRebuild = 0;
  layPrior(bins, risk, persons, machines, failures);

  const rescale = () => {
    for (const counts of [risk, persons, machines, failures]) {
      for (let bin = 0; bin < bins; bin += 1) counts[bin] = (counts[bin] as number) / scale;
    }
    scale = 1;
  };
  const rebuild = () => {
    rescale();
    sinceRebuild = 0;
    let alive = 1;
    for (let bin = 0; bin < bins; bin += 1) {
      const exposure = Math.max(risk[bin] as number, 1e-9);
      const share = alive / exposure;
      person[bin + 1] = (person[bin] as number) + share * (persons[bin] as number);
      machine[bin + 1] = (machine[bin] as number) + share * (machines[bin] as number);
      failed[bin + 1] = (failed[bin] as number) + share * (failures[bin] as number);
      const gone = ((persons[bin] as number) + (machines[bin] as number) + (failures[bin] as number)) / exposure;
      alive *= Math.max(0, 1 - gone);
    }
    const picked = Math.max((person[bins] as number) + (machine[bins] as number), 1e-9);
    for (let edge = 0; edge <= bins; edge += 1) {
      person[edge] = (person[edge] as number) / picked;
      machine[edge] = (machine[edge] as number) / picked;
    }
  };
  const binOf = (age: number) => Math.min(bins - 1, Math.max(0, Math.floor(age)));
  rebuild();
  return {
    person,
    machine,
    failed,
    rebuild,
    observe(age, end, weight) {
      const counts = end === 'person' ? persons : end === 'machine' ? machines : failures;
      counts[binOf(age)] = (counts[binOf(age)] as number) + weight * scale;
    },
    exposed(age, byItself) {
      scale /= FORGET;
      const whole = binOf(age);
      for (let bin = 0; bin < whole; bin += 1) risk[bin] = (risk[bin] as number) + scale;
      risk[whole] = (risk[whole] as number) + scale * Math.min(1, Math.max(byItself ? 0.5 : 0, age - whole));
      if (scale > 1e6) rescale();
      sinceRebuild += 1;
      if (sinceRebuild >= REBUILD_EVERY) rebuild();
    },
    personShareAt(age, machinesPass) {
      const bin = binOf(age);
      const low = Math.max(0, bin - 1);
      const high = Math.min(bins, bin + 2);
      const byPerson = (person[high] as number) - (person[low] as number);
      const byMachine = (machine[high] as number) - (machine[low] as number);
      return (byPerson + 1e-6) / (byPerson + machinesPass * byMachine + 1.5e-6);
    },
    save() {
      rescale();
      return [risk, persons, machines, failures].map((counts) => Array.from(counts));
    },
    restore(saved) {
      [risk, persons, machines, failures].forEach((counts, index) => {
        const from = saved[index];
        if (from !== undefined && from.length === counts.length) counts.set(from);
      });
      scale = 1;
      rebuild();
    },
  };
}

function layPrior(
  bins: number,
  risk: Float64Array,
  persons: Float64Array,
  machines: Float64Array,
  failures: Float64Array,
): void {
  const byPerson = (age: number) =>
    PRIOR.contact * lognormalCdf(age - 2, 8, 0.6) + PRIOR.absent * lognormalCdf(age - 2, 9, 0.6);
  const byMachine = (age: number) => (age < 6 ? 0 : PRIOR.machine * normalCdf((age - 20) / 3.5));
  const byFault = (age: number) => PRIOR.failed * Math.min(1, Math.max(0, (age - 1.5) / 2.5));
  let alive = PRIOR_CALLS;
  for (let bin = 0; bin < bins; bin += 1) {
    const answer = PRIOR_CALLS * PRIOR_ANSWER * (1 - PRIOR.failed);
    const end = bin + 1;
    persons[bin] = answer * (byPerson(end) - byPerson(bin));
    machines[bin] = answer * (byMachine(end) - byMachine(bin));
    failures[bin] = PRIOR_CALLS * (byFault(end) - byFault(bin));
    risk[bin] = alive;
    alive -= (persons[bin] as number) + (machines[bin] as number) + (failures[bin] as number);
  }
}
