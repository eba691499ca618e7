/** One record of the file as it lies in a batch: unit offsets, a unit being one byte, or two in UTF-16. */
export interface RecordSpan {
  start: number;
  /** Without the line end. */
  end: number;
  /** First physical line, counted from 1. */
  lineNo: number;
  /** Quotes cannot be understood here; the span is one physical line only, so that the next row is whole again. */
  malformed: boolean;
}

export interface SplitState {
  lineNo: number;
}

export interface SplitRules {
  separator: number;
  quote: number;
  /** A bare CR ends a record too (files of old systems); otherwise it is content. */
  bareCrEnds: boolean;
}

export interface SplitResult {
  spans: RecordSpan[];
  /** Units used up; the rest waits for more bytes. */
  consumed: number;
  /** Some record stretches over several physical lines. */
  multiLine: boolean;
}

/** A record longer than this has lost its closing quote: no row of a city comes near a mebibyte. */
export const MAX_RECORD_UNITS = 1 << 20;

const LF = 10;
const CR = 13;
const NEED_MORE = -1;
const MALFORMED = -2;

/**
 * Finds records in raw units, before any decoding. That is safe: in CP932, EUC-JP, UTF-8 (bytes) and UTF-16 (units) the
 * codes of quote, separator, CR and LF never occur inside another character. Knowing the spans is what lets a rejected
 * row be kept with its original bytes.
 */
export function splitRecords(
  units: Uint8Array | Uint16Array,
  length: number,
  rules: SplitRules,
  state: SplitState,
  isLast: boolean,
): SplitResult {
  const spans: RecordSpan[] = [];
  let at = 0;
  let multiLine = false;
  while (at < length) {
    let end = findRecordEnd(units, at, length, rules, isLast);
    if (end === NEED_MORE && (isLast || length - at > MAX_RECORD_UNITS)) end = MALFORMED;
    if (end === NEED_MORE) break;
    const malformed = end === MALFORMED;
    if (malformed) end = findLineEnd(units, at, length, rules);
    const next = afterLineEnd(units, end, length);
    const lines = malformed ? 0 : countBreaks(units, at, end, rules);
    if (lines > 0) multiLine = true;
    if (end > at || malformed) spans.push({ start: at, end, lineNo: state.lineNo, malformed });
    state.lineNo += lines + 1;
    at = next;
  }
  return { spans, consumed: at, multiLine };
}

/** Offset of the line end that closes the record at `at`, or NEED_MORE, or MALFORMED. */
function findRecordEnd(
  units: Uint8Array | Uint16Array,
  at: number,
  length: number,
  { separator, quote, bareCrEnds }: SplitRules,
  isLast: boolean,
): number {
  let i = at;
  while (i < length) {
    if (units[i] === quote) {
      i = closingQuote(units, i + 1, length, quote, isLast);
      if (i < 0) return i;
      if (i >= length) return length;
      const after = units[i];
      if (after !== separator && after !== LF && after !== CR) return MALFORMED;
    } else {
      while (i < length && units[i] !== separator && units[i] !== LF && units[i] !== CR) i += 1;
    }
    if (i >= length) break;
    if (units[i] === separator) {
      i += 1;
      if (i >= length && !isLast) return NEED_MORE;
      continue;
    }
    if (units[i] === LF) return i;
    if (i + 1 >= length && !isLast) return NEED_MORE;
    if (bareCrEnds || units[i + 1] === LF || i + 1 >= length) return i;
    i += 1;
    while (i < length && units[i] !== separator && units[i] !== LF && units[i] !== CR) i += 1;
  }
  return isLast ? length : NEED_MORE;
}

/** Offset behind the closing quote. Doubled quotes are content. */
function closingQuote(
  units: Uint8Array | Uint16Array,
  from: number,
  length: number,
  quote: number,
  isLast: boolean,
): number {
  let i = from;
  for (;;) {
    while (i < length && units[i] !== quote) i += 1;
    if (i >= length) return NEED_MORE;
    if (i + 1 >= length && !isLast) return NEED_MORE;
    if (units[i + 1] !== quote || i + 1 >= length) return i + 1;
    i += 2;
  }
}

function findLineEnd(units: Uint8Array | Uint16Array, at: number, length: number, rules: SplitRules): number {
  let i = at;
  while (i < length && units[i] !== LF && !(units[i] === CR && (rules.bareCrEnds || units[i + 1] === LF))) i += 1;
  return i;
}

function afterLineEnd(units: Uint8Array | Uint16Array, end: number, length: number): number {
  if (end >= length) return length;
  return units[end] === CR && units[end + 1] === LF ? end + 2 : end + 1;
}

function countBreaks(units: Uint8Array | Uint16Array, from: number, to: number, rules: SplitRules): number {
  if (!rules.bareCrEnds) {
    // Nearly always the first line feed is the record's own end, and the engine finds it faster than a loop.
    const first = units.indexOf(LF, from);
    if (first < 0 || first >= to) return 0;
  }
  let lines = 0;
  for (let i = from; i < to; i += 1) {
    if (units[i] === LF || (rules.bareCrEnds && units[i] === CR && units[i + 1] !== LF)) lines += 1;
  }
  return lines;
}
