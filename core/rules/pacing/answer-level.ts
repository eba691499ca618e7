/**
 * The chance that a call of one line is picked up, followed through the day: a histogram over possible chances, moved by every call's
 * fate (Bayes' rule), spread out as time goes by, and drawn back towards what this line usually shows. So it follows a rate that
 * halves within minutes, and does not chase the luck of ten calls.
 */
export interface AnswerLevel {
  readonly mean: number;
  /** Calls' fates it has seen, forgetting none: tells how far the estimate may be trusted. */
  readonly evidence: number;
  pass(seconds: number): void;
  /** The call was picked up after a share `from` of pick-ups had passed in vain; `factor` = its own chance ÷ the line's. */
  pickedUp(factor: number, from: number): void;
  /** The call was not picked up in a stretch of ringing in which a share `from`…`to` of pick-ups happens. */
  notPickedUp(factor: number, from: number, to: number): void;
  save(): { level: number[]; usual: number[]; evidence: number };
  restore(saved: { level: number[]; usual: number[]; evidence: number }): void;
}

const POINTS = 40;
const LOWEST = 0.02;
const HIGHEST = 0.96;
const STEP = Math.log(HIGHEST / LOWEST) / (POINTS - 1);
/** Variance of the logarithm per second: within an hour the rate moves by a third or so. */
const SPREAD_PER_SEC = 6e-5;
/** After this many seconds an old estimate is worth no more than what the line usually shows. */
const RETURN_SEC = 3600;
const USUAL_SEC = 4 * 3600;
/** Share of the pull that goes anywhere: rates nobody has seen yet stay possible. */
const SURPRISE = 0.2;
const PRIOR_CENTRE = 0.28;
const PRIOR_WIDTH = 0.55;

export function createAnswerLevel(): AnswerLevel {
  const chance = Float64Array.from({ length: POINTS }, (_, point) => LOWEST * Math.exp(STEP * point));
  const level = new Float64Array(POINTS);
  const usual = new Float64Array(POINTS);
  const spread = new Float64Array(POINTS);
  let evidence = 0;
  let mean = PRIOR_CENTRE;
  let waited = 0;
  for (let point = 0; point < POINTS; point += 1) {
    const z = Math.log((chance[point] as number) / PRIOR_CENTRE) / PRIOR_WIDTH;
    usual[point] = Math.exp(-z * z * 0.5);
  }
  const settle = (weights: Float64Array) => {
    let sum = 0;
    for (let point = 0; point < POINTS; point += 1) sum += weights[point] as number;
    for (let point = 0; point < POINTS; point += 1) weights[point] = (weights[point] as number) / sum;
  };
  const measure = () => {
    settle(level);
    mean = 0;
    for (let point = 0; point < POINTS; point += 1) mean += (level[point] as number) * (chance[point] as number);
  };
  settle(usual);
  level.set(usual);
  measure();

  const spreadOut = (seconds: number) => {
    const share = Math.min(0.5, (SPREAD_PER_SEC * seconds) / (STEP * STEP) / 2);
    const pull = 1 - Math.exp(-seconds / RETURN_SEC);
    const learn = evidence > 20 ? Math.min(0.2, seconds / USUAL_SEC) : 0;
    for (let point = 0; point < POINTS; point += 1) {
      const here = level[point] as number;
      const left = level[Math.max(0, point - 1)] as number;
      const right = level[Math.min(POINTS - 1, point + 1)] as number;
      const moved = here * (1 - 2 * share) + share * (left + right);
      usual[point] = (usual[point] as number) * (1 - learn) + learn * here;
      spread[point] = moved * (1 - pull) + pull * ((1 - SURPRISE) * (usual[point] as number) + SURPRISE / POINTS);
    }
    level.set(spread);
    measure();
  };
  return {
    get mean() {
      return mean;
    },
    get evidence() {
      return evidence;
    },
    pass(seconds) {
      waited += seconds;
      if (waited < 5) return;
      spreadOut(Math.min(waited, 4 * 3600));
      waited = 0;
    },
    pickedUp(factor, from) {
      evidence += 1;
      for (let point = 0; point < POINTS; point += 1) {
        const own = Math.min(0.97, (chance[point] as number) * factor);
        level[point] = ((level[point] as number) * own) / (1 - own * from);
      }
      measure();
    },
    notPickedUp(factor, from, to) {
      evidence += 1 * (to - from);
      for (let point = 0; point < POINTS; point += 1) {
        const own = Math.min(0.97, (chance[point] as number) * factor);
        level[point] = ((level[point] as number) * (1 - own * to)) / (1 - own * from);
      }
      measure();
    },
    save: () => ({ level: Array.from(level), usual: Array.from(usual), evidence }),
    restore(saved) {
      if (saved.level.length !== POINTS || saved.usual.length !== POINTS) return;
      level.set(saved.level);
      usual.set(saved.usual);
      evidence = saved.evidence;
      measure();
    },
  };
}
