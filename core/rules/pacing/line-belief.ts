import { type AnswerLevel, createAnswerLevel } from './answer-level.ts';
import { valueAt } from './distributions.ts';
import { createMachineFilter, type MachineFilter } from './machine-filter.ts';
import { createRingShape, type RingShape } from './ring-shape.ts';
import { createScoreTrust, type ScoreTrust } from './score-trust.ts';

export type NumberType = 'mobile' | 'fixed';

/** What one line's calls are like: who answers how often, and after how many seconds. */
export interface LineBelief {
  shape: RingShape;
  level: AnswerLevel;
  score: ScoreTrust;
  filter: MachineFilter;
  /** The call's own chance to be picked up. */
  chance(type: NumberType | undefined, score: number | undefined): number;
  /** The chance of a call not placed yet: the average over what is dialled on this line. */
  freshChance(): number;
  /** True where contacts carry scores that tell: a call's own chance is known once it is placed, so few are placed at a time. */
  scored(): boolean;
  dialled(type: NumberType | undefined, score: number | undefined): void;
  /** It rang up to this age (`from` was told before) and was not picked up, or was. */
  learn(
    call: { type: NumberType | undefined; score: number | undefined },
    from: number,
    age: number,
    pickedUp: boolean,
  ): void;
  save(): unknown;
  restore(saved: unknown): void;
}

/** A type's own odds need this many expected pick-ups before they count half. */
const TYPE_PRIOR = 20;

/** The usual call is the average of about this many. */
const USUAL_CALLS = 150;

interface TypeCount {
  expected: number;
  seen: number;
}

export function createLineBelief(ringTimeoutSec: number, amd: boolean): LineBelief {
  const shape = createRingShape(ringTimeoutSec);
  const level = createAnswerLevel();
  const score = createScoreTrust();
  const filter = createMachineFilter(amd);
  const types: Record<NumberType, TypeCount> = { mobile: { expected: 0, seen: 0 }, fixed: { expected: 0, seen: 0 } };
  let usualFactor = 1;
  let spread = 0;
  const oddsOf = (seen: number, expected: number) => (TYPE_PRIOR + seen) / (TYPE_PRIOR + expected);
  /** Against the mean of both types: what both have in common is the line's level. */
  const typeFactor = (type: NumberType | undefined) => {
    if (type === undefined) return 1;
    const { mobile, fixed } = types;
    const both = oddsOf(mobile.seen + fixed.seen, mobile.expected + fixed.expected);
    return oddsOf(types[type].seen, types[type].expected) / both;
  };
  const chance = (type: NumberType | undefined, value: number | undefined) =>
    Math.min(0.97, score.chance(level.mean, value) * typeFactor(type));
  const pickedShare = (age: number) => valueAt(shape.person, age) + valueAt(shape.machine, age);
  return {
    shape,
    level,
    score,
    filter,
    chance,
    freshChance: () => Math.min(0.97, level.mean * usualFactor),
    scored: () => spread > 0.01,
    dialled(type, value) {
      if (value !== undefined) score.seen(value);
      const factor = chance(type, value) / level.mean;
      usualFactor += (factor - usualFactor) / USUAL_CALLS;
      spread += ((factor - usualFactor) ** 2 - spread) / USUAL_CALLS;
    },
    learn(call, from, age, pickedUp) {
      const before = pickedShare(from);
      const after = pickedShare(age);
      const own = chance(call.type, call.score);
      const factor = own / level.mean;
      if (call.type !== undefined) {
        const count = types[call.type];
        const plain = score.chance(level.mean, call.score);
        count.expected = count.expected * 0.9998 + Math.log((1 - plain * before) / (1 - plain * after));
        count.seen = count.seen * 0.9998 + (pickedUp ? 1 : 0);
      }
      if (call.score !== undefined) score.learn(level.mean, call.score, pickedUp, before, after);
      if (pickedUp) level.pickedUp(factor, before);
      else level.notPickedUp(factor, before, after);
    },
    save: () => ({
      shape: shape.save(),
      level: level.save(),
      score: score.save(),
      filter: filter.save(),
      types,
      usualFactor,
      spread,
    }),
    restore(saved) {
      const from = saved as {
        shape: number[][];
        level: ReturnType<AnswerLevel['save']>;
        score: ReturnType<ScoreTrust['save']>;
        filter?: ReturnType<MachineFilter['save']>;
        types: Record<NumberType, TypeCount>;
        usualFactor: number;
        spread: number;
      };
      shape.restore(from.shape);
      level.restore(from.level);
      score.restore(from.score);
      if (from.filter !== undefined) filter.restore(from.filter);
      Object.assign(types.mobile, from.types.mobile);
      Object.assign(types.fixed, from.types.fixed);
      usualFactor = from.usualFactor;
      spread = from.spread;
    },
  };
}
