import { valueAt } from './distributions.ts';
import type { LineBelief } from './line-belief.ts';

/** Chance that one ringing call is picked up within 0, 1, 2 … seconds. */
export interface AnswerChances {
  /** By a person, who must not be kept waiting. */
  person: Float64Array;
  /** By anybody who takes an agent's time. */
  any: Float64Array;
}

export const emptyChances = (horizon: number): AnswerChances => ({
  person: new Float64Array(horizon + 1),
  any: new Float64Array(horizon + 1),
});

/**
 * Fills `out` for a call that has rung `age` seconds in vain: the longer, the more likely it is one nobody answers.
 * @param chance that it is picked up at all, as known when it was placed
 * @param until ring age at which it is hung up
 */
export function answerChances(
  chance: number,
  belief: LineBelief,
  age: number,
  until: number,
  out: AnswerChances,
): void {
  const { filter, shape } = belief;
  const { person, machine, failed } = shape;
  const personNow = valueAt(person, age);
  const machineNow = valueAt(machine, age);
  const stillRinging = Math.max(0.02, 1 - valueAt(failed, age) - chance * (personNow + machineNow));
  const scale = chance / stillRinging;
  for (let second = 0; second < out.any.length; second += 1) {
    const at = Math.max(age, Math.min(until, age + second));
    const byPerson = scale * (valueAt(person, at) - personNow);
    out.person[second] = byPerson;
    out.any[second] = byPerson + filter.pass * scale * (valueAt(machine, at) - machineNow);
  }
}
