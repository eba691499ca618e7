import { createReadStream } from 'node:fs';
import type { Encoding } from '../../core/rules/formats/layout.ts';
import { REASONS, type RejectReason } from '../../core/rules/formats/reject-reasons.ts';
import { splitFields } from '../../core/rules/formats/split-fields.ts';
import { type RecordSpan, type SplitState, splitRecords } from '../../core/rules/formats/split-records.ts';
import { type ByteDecoder, byteDecoder, sniffBom } from './byte-decoder.ts';
import { PRIVATE_USE } from './gaiji.ts';

/** Split and cut out only when asked: thousands of records wait in a batch, and what they held would outlive its use. */
export class FileRecord {
  readonly lineNo: number;
  readonly problem: RejectReason | null;
  readonly #batch: Batch;
  readonly #span: RecordSpan;
  readonly #text: string;

  constructor(batch: Batch, span: RecordSpan, text: string, problem: RejectReason | null) {
    this.lineNo = span.lineNo;
    this.problem = problem;
    this.#batch = batch;
    this.#span = span;
    this.#text = text;
  }

  /** A new array every time. Null when the record cannot be read; then `problem` says why. */
  get fields(): string[] | null {
    return this.problem === null ? splitFields(this.#text, this.#batch.separator, this.#batch.quote) : null;
  }

  /** False where no character of the whole piece of the file is one of a city's own (外字). */
  get mayHoldGaiji(): boolean {
    return this.#batch.mayHoldGaiji;
  }

  /** The record's own bytes, without its line end. */
  bytes(): Buffer {
    return spanBytes(this.#batch, this.#span);
  }
}

/** What the records of one piece of the file have in common. */
interface Batch extends Pick<RecordRules, 'separator' | 'quote'> {
  buffer: Buffer;
  decoder: ByteDecoder;
  mayHoldGaiji: boolean;
}

function spanBytes({ buffer, decoder: { width } }: Batch, { start, end }: RecordSpan): Buffer {
  return buffer.subarray(start * width, end * width);
}

export interface RecordRules {
  encoding: Encoding;
  separator: string;
  quote: string;
  bareCrEnds: boolean;
}

const CHUNK_BYTES = 1 << 19;
/** DOS programs end a file with Ctrl-Z; it is no row. */
const CTRL_Z = 26;

/**
 * The records of a file, some thousand at a time, in flat memory. A byte order mark overrules the layout's encoding: it
 * cannot be there by accident. `onEncoding` tells which one was used.
 */
export async function* readRecords(
  path: string,
  rules: RecordRules,
  onEncoding: (encoding: Encoding) => void = () => undefined,
): AsyncGenerator<FileRecord[]> {
  const state: SplitState = { lineNo: 1 };
  let decoder: ByteDecoder | undefined;
  let rest: Buffer = Buffer.alloc(0);
  const split = {
    separator: rules.separator.charCodeAt(0),
    quote: rules.quote.charCodeAt(0),
    bareCrEnds: rules.bareCrEnds,
  };
  const take = function* (buffer: Buffer, isLast: boolean): Generator<FileRecord[]> {
    if (!decoder) return;
    const units = decoder.units(buffer);
    const { spans, consumed, multiLine } = splitRecords(units, units.length, split, state, isLast);
    const batch = { buffer, decoder, separator: rules.separator, quote: rules.quote, mayHoldGaiji: true };
    const records = decodeSpans(batch, spans, multiLine);
    rest = isLast ? Buffer.alloc(0) : buffer.subarray(consumed * decoder.width);
    if (isLast && buffer.length % decoder.width !== 0) records.push(oddByte(batch, state.lineNo));
    if (records.length > 0) yield records;
  };
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    // A copy in memory of its own: two-byte units need an even address, and rejected rows point into it.
    let buffer = joined(rest, piece as Buffer);
    if (!decoder) {
      const bom = sniffBom(buffer);
      const encoding = bom?.encoding ?? rules.encoding;
      onEncoding(encoding);
      decoder = byteDecoder(encoding);
      if (bom) buffer = joined(buffer.subarray(bom.length), Buffer.alloc(0));
    }
    yield* take(buffer, false);
  }
  let end = rest.length;
  while (end > 0 && rest[end - 1] === CTRL_Z) end -= 1;
  yield* take(joined(rest.subarray(0, end), Buffer.alloc(0)), true);
}

function joined(a: Buffer, b: Buffer): Buffer {
  const whole = Buffer.allocUnsafeSlow(a.length + b.length);
  a.copy(whole);
  b.copy(whole, a.length);
  return whole;
}

function oddByte(batch: Batch, lineNo: number): FileRecord {
  const end = batch.buffer.length / batch.decoder.width;
  const span = { start: end - 1 / batch.decoder.width, end, lineNo, malformed: false };
  return new FileRecord(batch, span, '', REASONS.undecodable);
}

function decodeSpans(batch: Batch, spans: readonly RecordSpan[], multiLine: boolean): FileRecord[] {
  const texts = multiLine ? null : decodeTogether(batch, spans);
  return spans.map((span, i) => {
    if (span.malformed) return new FileRecord(batch, span, '', REASONS.malformedQuotes);
    const text = texts ? (texts[i] ?? null) : batch.decoder.decode(spanBytes(batch, span));
    if (text === null) return new FileRecord(batch, span, '', REASONS.undecodable);
    return new FileRecord(batch, span, text, !texts && text.includes('\0') ? REASONS.controlCharacter : null);
  });
}

/**
 * One decoding for the whole batch is several times faster; null when the batch is not one plain line a record, or holds
 * what some record must be rejected for.
 */
function decodeTogether(batch: Batch, spans: readonly RecordSpan[]): string[] | null {
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last || spans.some(({ malformed }) => malformed)) return null;
  const { buffer, decoder } = batch;
  const text = decoder.decode(buffer.subarray(first.start * decoder.width, last.end * decoder.width));
  if (text === null || text.includes('\0')) return null;
  batch.mayHoldGaiji = PRIVATE_USE.test(text);
  const lines = text.split(text.includes('\r\n') ? '\r\n' : '\n');
  // An empty line here could hide two records that a different line end holds together.
  return lines.length === spans.length && !lines.includes('') ? lines : null;
}
