import type { CallingBand } from '../calling-band.ts';

/** The kinds of numbers that are dialled automatically. */
export type DialledType = 'mobile' | 'home';

/** What is known of a number and a moment before the dial. */
export interface DialMoment {
  band: CallingBand;
  /** 0…23, Tokyo. */
  hour: number;
  numberType: DialledType;
  /** `areaOf` the number: `mobile`, else the first four digits. */
  area: string;
}

/** Attempts whose telephone rang, and how many of them anybody or anything picked up; may be weighted by age, so not whole. */
export interface AnswerCount extends DialMoment {
  dialled: number;
  answered: number;
}

/** Made once from the counts by `answerHistory`, asked often by `answerChance`. */
export interface AnswerHistory {
  readonly byType: ReadonlyMap<string, number>;
  readonly byBand: ReadonlyMap<string, number>;
  readonly byHour: ReadonlyMap<string, number>;
  readonly areaFactor: ReadonlyMap<string, number>;
  readonly areaBandFactor: ReadonlyMap<string, number>;
  readonly overall: number;
}

/**
 * What is believed before the first call, and how many calls that belief is worth. Each finer group believes its coarser one
 * as if it were so many calls of its own: a group of three calls says nearly nothing, one of three hundred nearly everything.
 */
const BEFORE_ANY_CALL = 0.3;
const WORTH = { overall: 20, type: 40, band: 40, hour: 60, area: 15, areaBand: 25 };
const LEAST = 0.01;
const MOST = 0.95;

const clamp = (chance: number) => Math.min(MOST, Math.max(LEAST, chance));
const hourKey = ({ numberType, band, hour }: DialMoment) => `${numberType} ${band} ${hour}`;
const bandKey = ({ numberType, band }: DialMoment) => `${numberType} ${band}`;
const areaBandKey = ({ area, band }: DialMoment) => `${area} ${band}`;

interface Sum {
  dialled: number;
  answered: number;
}

function sumBy(counts: readonly AnswerCount[], key: (count: AnswerCount) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const count of counts) {
    const sum = sums.get(key(count)) ?? { dialled: 0, answered: 0 };
    sum.dialled += count.dialled;
    sum.answered += count.answered;
    sums.set(key(count), sum);
  }
  return sums;
}

const shrunk = ({ dialled, answered }: Sum, parent: number, worth: number) =>
  (answered + worth * parent) / (dialled + worth);

/** Chances by type, band and hour, each shrunk to the coarser; then by how much an area lies above or below them. */
export function answerHistory(counts: readonly AnswerCount[]): AnswerHistory {
  const all = sumBy(counts, () => '').get('') ?? { dialled: 0, answered: 0 };
  const overall = shrunk(all, BEFORE_ANY_CALL, WORTH.overall);
  const byType = new Map<string, number>();
  for (const [key, sum] of sumBy(counts, ({ numberType }) => numberType)) {
    byType.set(key, shrunk(sum, overall, WORTH.type));
  }
  const byBand = new Map<string, number>();
  for (const [key, sum] of sumBy(counts, bandKey)) {
    byBand.set(key, shrunk(sum, byType.get(key.split(' ')[0] ?? '') ?? overall, WORTH.band));
  }
  const byHour = new Map<string, number>();
  for (const [key, sum] of sumBy(counts, hourKey)) {
    byHour.set(key, shrunk(sum, byBand.get(key.slice(0, key.lastIndexOf(' '))) ?? overall, WORTH.hour));
  }
  const without: AnswerHistory = {
    overall,
    byType,
    byBand,
    byHour,
    areaFactor: new Map(),
    areaBandFactor: new Map(),
  };
  const areaFactor = factorsBy(counts, ({ area }) => area, without, WORTH.area);
  const withArea = { ...without, areaFactor };
  return { ...withArea, areaBandFactor: factorsBy(counts, areaBandKey, withArea, WORTH.areaBand) };
}

/** Picked up ÷ what the coarser history expected; `worth` expected pick-ups as expected stand before the first call. */
function factorsBy(
  counts: readonly AnswerCount[],
  key: (count: AnswerCount) => string,
  coarser: AnswerHistory,
  worth: number,
): Map<string, number> {
  const expected = sumBy(
    counts.map((count) => ({ ...count, answered: count.dialled * answerChance(coarser, count) })),
    key,
  );
  return new Map(
    [...sumBy(counts, key)].map(([of, { answered }]) => [
      of,
      (answered + worth) / ((expected.get(of)?.answered ?? 0) + worth),
    ]),
  );
}

/** Chance that an attempt to such a number at such a moment is picked up, 0.01…0.95. Never NaN, also without any history. */
export function answerChance(history: AnswerHistory, moment: DialMoment): number {
  const base =
    history.byHour.get(hourKey(moment)) ??
    history.byBand.get(bandKey(moment)) ??
    history.byType.get(moment.numberType) ??
    history.overall;
  const factor = (history.areaFactor.get(moment.area) ?? 1) * (history.areaBandFactor.get(areaBandKey(moment)) ?? 1);
  return clamp(base * factor);
}
