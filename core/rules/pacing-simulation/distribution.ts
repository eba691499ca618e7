import type { Random } from './random.ts';

/** Seconds, unless the field says otherwise. `cv` = standard deviation ÷ mean. */
export type Distribution =
  | { kind: 'fixed'; value: number }
  | { kind: 'exponential'; mean: number }
  | { kind: 'uniform'; from: number; to: number }
  | { kind: 'normal'; mean: number; sd: number; min: number }
  /** `plus` is added to every draw; `mean` and `cv` are of the part before it. */
  | { kind: 'lognormal'; mean: number; cv: number; plus?: number }
  /** One of what was measured. */
  | { kind: 'measured'; values: readonly number[] };

export function draw(distribution: Distribution, random: Random): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value;
    case 'exponential':
      return -distribution.mean * Math.log(1 - random.next());
    case 'uniform':
      return distribution.from + (distribution.to - distribution.from) * random.next();
    case 'normal':
      return Math.max(distribution.min, distribution.mean + distribution.sd * random.normal());
    case 'lognormal':
      return lognormal(distribution.mean, distribution.cv, random) + (distribution.plus ?? 0);
    case 'measured':
      return distribution.values[Math.floor(random.next() * distribution.values.length)] ?? 0;
  }
}

export function lognormal(mean: number, cv: number, random: Random): number {
  const variance = Math.log(1 + cv * cv);
  return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * random.normal());
}
