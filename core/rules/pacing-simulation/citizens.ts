import { draw } from './distribution.ts';
import { createRandom, type Random } from './random.ts';
import type { LineScenario, Party, Scenario } from './scenario.ts';

/** What will become of one attempt, settled in the moment of dialling and unknown to the pacer. */
export interface Fate {
  type?: 'mobile' | 'fixed';
  score?: number;
  /** Null: nobody picks up, it rings until somebody hangs up. */
  party: Party | null;
  /** Seconds from dialling to the trunk's error, or to the pick-up. */
  afterSec: number;
  failed: boolean;
  talkSec: number;
  wrapSec: number;
  /** Detection takes it for a machine. */
  filtered: boolean;
  /** 0…1: below the share of cut calls it is somebody whose last call was cut. */
  cutBefore: number;
}

const logit = (p: number) => Math.log(p / (1 - p));
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const clamp = (p: number) => Math.min(0.98, Math.max(0.001, p));

export function interpolate(points: Scenario['profile'], atSec: number): number {
  const right = points.findIndex((point) => point.atSec >= atSec);
  const to = points[right === -1 ? points.length - 1 : right];
  const from = points[right - 1];
  if (!to) return 1;
  if (!from || right === -1) return to.factor;
  return from.factor + ((to.factor - from.factor) * (atSec - from.atSec)) / (to.atSec - from.atSec);
}

/** Log-AR(1) by the minute, begun in its long-run distribution; mean 1, so that `answer` stays the mean of a long run. */
export function driftOfDay({ drift, daySec }: Scenario, random: Random): (atSec: number) => number {
  const keep = Math.exp(-60 / drift.tauSec);
  const shock = drift.sigma * Math.sqrt(1 - keep * keep);
  const path: number[] = [];
  let level = drift.sigma * random.normal();
  for (let minute = 0; minute <= daySec / 60; minute += 1) {
    path.push(Math.exp(level - (drift.sigma * drift.sigma) / 2));
    level = keep * level + shock * random.normal();
  }
  return (atSec) => path[Math.floor(atSec / 60)] ?? 1;
}

/** Moves log-odds so that contacts spread around it still pick up with chance `answer` on average (bisection over five points of the normal). */
function centredLogOdds(answer: number, spread: number): number {
  const points = [
    [-2.857, 0.01126],
    [-1.356, 0.22208],
    [0, 0.53333],
    [1.356, 0.22208],
    [2.857, 0.01126],
  ] as const;
  let low = logit(answer) - 3;
  let high = logit(answer) + 3;
  for (let round = 0; round < 40; round += 1) {
    const middle = (low + high) / 2;
    const mean = points.reduce((sum, [at, weight]) => sum + weight * logistic(middle + spread * at), 0);
    if (mean < answer) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export interface LineCitizens {
  /** The fate of the line's next attempt, dialled now. */
  next(atSec: number): Fate;
}

export function citizensOfLine(
  line: LineScenario,
  scenario: Scenario,
  key: { seed: number; day: number; line: number },
): LineCitizens {
  const drift = driftOfDay(scenario, createRandom(key.seed, key.day, 1_000 + key.line));
  const jumps = (line.jumps ?? []).filter(({ day }) => day === undefined || day === key.day);
  const centre = line.scores ? centredLogOdds(clamp(line.answer), line.scores.spread) : 0;
  let dialled = 0;

  const person = (random: Random) => {
    const off = random.normal();
    const noise = random.normal();
    const isMobile = random.next() < (line.mobile?.share ?? 0);
    if (!line.scores) return { chance: line.answer, isMobile };
    const own = centre + line.scores.spread * off;
    return {
      chance: logistic(own),
      isMobile,
      score: logistic(own + line.scores.bias + line.scores.noise * noise),
    };
  };
  const typeFactor = (isMobile: boolean) => {
    if (!line.mobile) return 1;
    const { share, timesFixed } = line.mobile;
    return (isMobile ? timesFixed : 1) / (share * timesFixed + 1 - share);
  };

  return {
    next(atSec) {
      const random = createRandom(key.seed, key.day, key.line, dialled);
      dialled += 1;
      const failed = random.next() < line.failed.share;
      const luck = random.next();
      const who = random.next();
      const detection = random.next();
      const cutBefore = random.next();
      const { chance, isMobile, score } = person(random);
      const times = jumps.reduce((factor, jump) => (atSec >= jump.atSec ? factor * jump.factor : factor), 1);
      const now = clamp(chance * typeFactor(isMobile) * interpolate(scenario.profile, atSec) * drift(atSec) * times);
      const told = {
        ...(line.mobile ? { type: isMobile ? ('mobile' as const) : ('fixed' as const) } : {}),
        ...(score === undefined ? {} : { score }),
        cutBefore,
      };
      const nobody = { ...told, party: null, talkSec: 0, wrapSec: 0, filtered: false };
      if (failed) return { ...nobody, failed, afterSec: draw(line.failed.after, random) };
      if (luck >= now) return { ...nobody, failed, afterSec: Number.POSITIVE_INFINITY };
      const party = partyOf(line, who);
      const shape = line.parties[party];
      return {
        ...told,
        party,
        failed,
        afterSec: draw(shape.ring, random),
        talkSec: draw(shape.talk, random),
        wrapSec: draw(shape.wrap, random),
        filtered: detection < filteredShare(scenario, party),
      };
    },
  };
}

function partyOf({ parties }: LineScenario, who: number): Party {
  const total = parties.contact.share + parties.absent.share + parties.machine.share;
  if (who * total < parties.contact.share) return 'contact';
  return who * total < parties.contact.share + parties.absent.share ? 'absent' : 'machine';
}

function filteredShare({ detection }: Scenario, party: Party): number {
  if (!detection) return 0;
  return party === 'machine' ? detection.machines : detection.persons;
}
