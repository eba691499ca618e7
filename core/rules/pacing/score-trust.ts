/**
 * How far the chance of an answer that comes with a contact (its score) may be trusted: odds move by `trust` times the odds the score
 * claims against the line's usual score. Which trust fits is learnt by Bayes' rule over a few values, 0 (worthless) to 1.5.
 */
export interface ScoreTrust {
  readonly trust: number;
  /** The call's own chance of an answer when the line's is `level`. */
  chance(level: number, score: number | undefined): number;
  seen(score: number): void;
  /** The call's fate in a stretch of ringing in which a share `from`…`to` of pick-ups happens. */
  learn(level: number, score: number, pickedUp: boolean, from: number, to: number): void;
  save(): { weights: number[]; centre: number; seen: number };
  restore(saved: { weights: number[]; centre: number; seen: number }): void;
}

const TRUSTS = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5];
/** A whisper of forgetting, so that a new scoring is noticed within some thousand calls. */
const KEEP = 0.9995;
const odds = (chance: number) => Math.log(chance / (1 - chance));
const bounded = (score: number) => Math.min(0.98, Math.max(0.005, score));

export function createScoreTrust(): ScoreTrust {
  let weights = TRUSTS.map(() => 1 / TRUSTS.length);
  let centre = 0;
  let seen = 0;
  let trust = 0.75;
  const measure = () => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights = weights.map((weight) => weight / sum);
    trust = weights.reduce((total, weight, index) => total + weight * (TRUSTS[index] as number), 0);
  };
  const chanceWith = (level: number, score: number, withTrust: number) =>
    1 / (1 + Math.exp(-(odds(Math.min(0.95, level)) + withTrust * (odds(bounded(score)) - centre))));
  return {
    get trust() {
      return trust;
    },
    chance: (level, score) => (score === undefined ? level : chanceWith(level, score, trust)),
    seen(score) {
      seen = Math.min(seen + 1, 2000);
      centre += (odds(bounded(score)) - centre) / seen;
    },
    learn(level, score, pickedUp, from, to) {
      weights = weights.map((weight, index) => {
        const own = chanceWith(level, score, TRUSTS[index] as number);
        return (weight ** KEEP * (pickedUp ? own : 1 - own * to)) / (1 - own * from);
      });
      measure();
    },
    save: () => ({ weights: [...weights], centre, seen }),
    restore(saved) {
      if (saved.weights.length !== TRUSTS.length) return;
      weights = [...saved.weights];
      centre = saved.centre;
      seen = saved.seen;
      measure();
    },
  };
}
