import type { Engine } from './engine.ts';
import { calendarYear, type RatePeriod, YEARLY_ENGINES } from './rates.ts';

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
/** No lawful rate is higher (利息制限法 allows 20 % for the smallest loans; 税の延滞金 14.6 %). */
const MOST = 2_000;
const isRate = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST;

/** What is wrong with a line that somebody enters, in words for them; null = nothing. */
export function rateProblem(engine: Engine, line: RatePeriod): string | null {
  if (engine === 'none') return '延滞金を徴収しない科目に率はありません。';
  if (!isRate(line.first) || !isRate(line.later)) return '率は0%から20%まで、0.01%きざみで入れてください。';
  if (line.first > line.later) return '前半の率が後半の率より高くなっています。';
  if (line.through !== null && line.through < line.from) return '終わりの日が始まりの日より前です。';
  if (!YEARLY_ENGINES.includes(engine)) return null;
  const year = calendarYear(Number(line.from.slice(0, 4)));
  if (line.from !== year.from || line.through !== year.through)
    return '延滞金の率は暦年ごとに決まります。1月1日から12月31日までの1年ずつ入れてください。';
  return null;
}

/** A line as the setting keeps it; null when it cannot be read. */
export function readRatePeriod(from: string, value: unknown): RatePeriod | null {
  if (value === null || typeof value !== 'object') return null;
  const { through, first, later } = value as { through?: unknown; first?: unknown; later?: unknown };
  if (through !== null && !isDay(through)) return null;
  return isRate(first) && isRate(later) ? { from, through, first, later } : null;
}
