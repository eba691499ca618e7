import type { CallingBand } from '../calling-band.ts';
import { EVENING_FROM_MIN } from '../calling-band.ts';
import { HARD_GUARD } from '../hard-guard.ts';
import { type AnswerCount, type AnswerHistory, answerChance, type DialledType } from './answer-chance.ts';

export interface BestTimeCell {
  band: CallingBand;
  hour: number;
  /** Shrunk: what the dialler believes. */
  chance: number;
  /** Attempts behind it; few of them and `chance` is mostly what coarser groups say. */
  dialled: number;
  answered: number;
}

export interface BestTimeRow {
  numberType: DialledType;
  area: string;
  dialled: number;
  cells: BestTimeCell[];
  /** Of the cells with the highest chance. */
  best: { band: CallingBand; hour: number } | null;
}

const FIRST_HOUR = HARD_GUARD.opens / 60;
const LAST_HOUR = HARD_GUARD.closes / 60 - 1;
const EVENING_HOUR = EVENING_FROM_MIN / 60;

/** The hours of a day a centre may ever call in, by band: what the columns of the heat map are. */
export const CALLING_HOURS: readonly { band: CallingBand; hour: number }[] = [
  ...hours('weekday_day', FIRST_HOUR, EVENING_HOUR - 1),
  ...hours('evening', EVENING_HOUR, LAST_HOUR),
  ...hours('weekend', FIRST_HOUR, LAST_HOUR),
];

function hours(band: CallingBand, from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ band, hour: from + index }));
}

/** One row for each number type and area, the most dialled first. */
export function bestTimes(counts: readonly AnswerCount[], history: AnswerHistory): BestTimeRow[] {
  const groups = Map.groupBy(counts, ({ numberType, area }) => `${numberType} ${area}`);
  return [...groups.values()]
    .flatMap((group) => {
      const first = group[0];
      return first ? [rowOf(first.numberType, first.area, group, history)] : [];
    })
    .sort((a, b) => b.dialled - a.dialled || (a.area < b.area ? -1 : 1));
}

function rowOf(
  numberType: DialledType,
  area: string,
  group: readonly AnswerCount[],
  history: AnswerHistory,
): BestTimeRow {
  const cells = CALLING_HOURS.map(({ band, hour }) => {
    const here = group.filter((count) => count.band === band && count.hour === hour);
    const sum = (key: 'dialled' | 'answered') => here.reduce((total, count) => total + count[key], 0);
    const chance = answerChance(history, { band, hour, numberType, area });
    return { band, hour, chance, dialled: sum('dialled'), answered: sum('answered') };
  });
  const tried = cells.filter(({ dialled }) => dialled > 0);
  const best = tried.reduce<BestTimeCell | null>((top, cell) => (top && top.chance >= cell.chance ? top : cell), null);
  return {
    numberType,
    area,
    dialled: tried.reduce((total, cell) => total + cell.dialled, 0),
    cells,
    best: best && { band: best.band, hour: best.hour },
  };
}
