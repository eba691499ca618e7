import type { Pacer } from '../../core/rules/pacing/types.ts';

/** Microseconds a decision takes, in buckets 5 % wide: a run has millions of them. */
export interface StepTimes {
  quantileUs(share: number): number;
  most(): number;
}

const WIDTH = Math.log(1.05);

export function timed(pacer: Pacer): { pacer: Pacer; times: StepTimes } {
  const buckets = new Uint32Array(400);
  let count = 0;
  let longest = 0;
  const note = (us: number) => {
    const bucket = Math.max(0, Math.min(buckets.length - 1, Math.floor(Math.log(us * 10) / WIDTH)));
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    count += 1;
    longest = Math.max(longest, us);
  };
  return {
    pacer: {
      name: pacer.name,
      memory: () => pacer.memory(),
      step(now, events) {
        const from = performance.now();
        const decision = pacer.step(now, events);
        note((performance.now() - from) * 1000);
        return decision;
      },
    },
    times: {
      quantileUs(share) {
        let seen = 0;
        for (const [bucket, n] of buckets.entries()) {
          seen += n;
          if (seen >= share * count) return Math.exp((bucket + 1) * WIDTH) / 10;
        }
        return longest;
      },
      most: () => longest,
    },
  };
}
