/** Where the simulated clock begins. Pure: local time is Japan's, which has no summer time (UTC+9). */
const JAPAN_OFFSET_MS = 9 * 3600_000;
const DAY_MS = 24 * 3600_000;
/** The Friday of the sample data, 10:00 in Japan. */
const FIRST_START_MS = Date.UTC(2026, 10, 20, 10) - JAPAN_OFFSET_MS;
/** A start before this hour goes on with the same simulated day; later too little of the calling day is left. */
const CONTINUE_BEFORE_HOUR = 15;
const START_HOUR = 10;

export interface ClockStartInput {
  /** The last simulated instant this data folder saw; undefined at the very first start. */
  lastMs: number | undefined;
  /** `--clock YYYY-MM-DDTHH:MM`, already parsed. */
  requestedMs: number | undefined;
  isWorkday: (date: string) => boolean;
}

/** @throws RangeError when the wish lies before what the data already saw: times in the records would run backwards. */
export function chooseClockStart({ lastMs, requestedMs, isWorkday }: ClockStartInput): number {
  if (requestedMs !== undefined) {
    if (lastMs !== undefined && requestedMs < lastMs) throw new RangeError(formatJapan(lastMs));
    return requestedMs;
  }
  if (lastMs === undefined || lastMs < FIRST_START_MS) return FIRST_START_MS;
  const localDayMs = Math.floor((lastMs + JAPAN_OFFSET_MS) / DAY_MS) * DAY_MS;
  const hour = (lastMs + JAPAN_OFFSET_MS - localDayMs) / 3600_000;
  const startOf = (dayMs: number) => dayMs + START_HOUR * 3600_000 - JAPAN_OFFSET_MS;
  if (isWorkday(formatDate(localDayMs)) && hour < CONTINUE_BEFORE_HOUR) return Math.max(lastMs, startOf(localDayMs));
  let day = localDayMs + DAY_MS;
  while (!isWorkday(formatDate(day))) day += DAY_MS;
  return startOf(day);
}

function formatDate(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 10);
}

/** `YYYY-MM-DDTHH:MM` in Japan. */
export function formatJapan(ms: number): string {
  return new Date(ms + JAPAN_OFFSET_MS).toISOString().slice(0, 16);
}

/** `YYYY-MM-DDTHH:MM` as Japan's local time; undefined when it is not one (30 February included). */
export function parseJapan(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 16) !== text) return undefined;
  return ms - JAPAN_OFFSET_MS;
}
