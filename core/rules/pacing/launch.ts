import { type AnswerChances, answerChances, emptyChances } from './answer-chances.ts';
import type { Caution } from './caution.ts';
import type { Picture } from './picture.ts';
import { lineAt, type Pool, type PoolLine } from './pool.ts';
import type { PoolGroup } from './pool-groups.ts';
import type { Timing } from './timing.ts';
import { TUNING } from './tuning.ts';
import { type Weight, weigh } from './weigh.ts';

/** The calls wished for, and what ended the wish. */
export interface Wish {
  /** Calls to launch, per line. */
  counts: number[];
  /** The last call taken, and the best one refused. */
  last: Weight | undefined;
  refused: (Weight & { line: number }) | undefined;
  stopped: 'trunks' | 'cps' | 'refused';
  /** Ringing calls to hang up so that the trunks suffice. */
  mustFree: number;
}

/** Limits outside the forecast: trunks now free, trunks that hanging up could free, originates left in this second. */
export interface Room {
  trunks: number;
  spare: number;
  originates: number;
}

/** Adds calls one by one, each where it is worth most, while it is worth its risk; the forecast then holds what is launched. */
export function launchCalls(
  pool: Pool,
  timing: Timing,
  picture: Picture,
  prices: readonly number[],
  cautions: readonly Caution[],
  room: Room,
): Wish {
  const fresh = freshChances(pool.lines, timing);
  const counts = pool.lines.map(() => 0);
  const wish: Wish = { counts, last: undefined, refused: undefined, stopped: 'refused', mustFree: 0 };
  for (let n = 0; ; n += 1) {
    const { taken, refused } = bestOffer(pool.lines, picture, fresh, prices, cautions, counts);
    wish.refused = refused;
    wish.mustFree = Math.max(0, n - Math.max(0, room.trunks));
    if (taken === undefined) return wish;
    if (waitsForScores(taken.line, pool, picture, counts)) {
      wish.refused = taken;
      return wish;
    }
    if (n >= room.originates) return { ...wish, stopped: 'cps' };
    if (n >= room.trunks + room.spare) return { ...wish, stopped: 'trunks' };
    wish.last = taken;
    counts[taken.line] = (counts[taken.line] as number) + 1;
    for (const group of picture.groups) {
      const share = group.share[taken.line] as number;
      group.underway += share;
      group.forecast.addCall(fresh[taken.line] as AnswerChances, share, taken.line);
      group.forecast.measure(TUNING.idleTailSec);
    }
  }
}

/** Scores are told when a call is placed. Where they tell something, half is placed now and the rest knowing more. */
function waitsForScores(line: number, pool: Pool, picture: Picture, counts: readonly number[]): boolean {
  if (!lineAt(pool, line).belief.scored()) return false;
  const idle = picture.groups.reduce((most, group) => Math.max(most, group.idle), 0);
  return (counts[line] as number) >= Math.max(1, Math.floor(idle / 2));
}

function freshChances(lines: readonly PoolLine[], timing: Timing): AnswerChances[] {
  return lines.map(({ belief }) => {
    const chances = emptyChances(timing.horizon);
    answerChances(belief.freshChance(), belief, 0, timing.cutAge, chances);
    return chances;
  });
}

/**
 * The line on which one more call is placed, or none if it is worth its risk on none. Of the lines on which it is, the one that
 * launched least of late takes its turn: between such lines gain and risk grow alike with the chance of an answer, so nothing is lost
 * by being fair, and where risk is high only lines that can pay for it are left.
 */
function bestOffer(
  lines: readonly PoolLine[],
  { byLine }: Picture,
  fresh: readonly AnswerChances[],
  prices: readonly number[],
  cautions: readonly Caution[],
  counts: readonly number[],
): { taken: (Weight & { line: number }) | undefined; refused: (Weight & { line: number }) | undefined } {
  let taken: (Weight & { line: number }) | undefined;
  let refused: (Weight & { line: number }) | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as PoolLine;
    const group = byLine[index] as PoolGroup;
    if (group.agents.size === 0 || line.dry) continue;
    const offer = { line: index, ...weighFresh(index, fresh[index] as AnswerChances, byLine, prices) };
    const oneToOne = cautions[index] !== undefined && group.underway + 0.5 > group.idle;
    if (offer.gain <= TUNING.leastGainSec || offer.gain <= offer.cost || oneToOne) {
      if (refused === undefined || offer.gain > refused.gain) refused = offer;
      continue;
    }
    const launched = line.launchedLately + (counts[index] as number);
    if (launched < least) {
      least = launched;
      taken = offer;
    }
  }
  return { taken, refused };
}

/** An idle agent for whom no call rings yet waits long if this one is not placed: progressive dialling is the floor of everything. */
function weighFresh(
  line: number,
  chances: AnswerChances,
  byLine: readonly PoolGroup[],
  prices: readonly number[],
): Weight {
  const group = byLine[line] as PoolGroup;
  const { horizon, lost } = group.forecast;
  const weight = weigh(line, chances, byLine, prices, horizon);
  if (group.underway >= group.idle) return weight;
  const longWait = (chances.any[horizon] as number) * (1 - (lost[horizon] as number)) * TUNING.uncoveredTailSec;
  return { ...weight, gain: weight.gain + longWait };
}
