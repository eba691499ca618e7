import { createReadStream } from 'node:fs';
import type { Encoding } from '../../core/rules/formats/layout.ts';
import { REASONS, type RejectReason } from '../../core/rules/formats/reject-reasons.ts';
import { splitFields } from '../../core/rules/formats/split-fields.ts';
import { type RecordSpan, type SplitState, splitRecords } from '../../core/rules/formats/split-records.ts';
import { type ByteDecoder, byteDecoder, sniffBom } from './byte-decoder.ts';

export interface FileRecord {
  lineNo: number;
  /** Null when the record cannot be read; then `problem` says why. */
  fields: string[] | null;
  problem: RejectReason | null;
  /** The record's own bytes, without its line end. */
  bytes(): Buffer;
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
    const records = decodeSpans(buffer, spans, decoder, rules, multiLine);
    rest = isLast ? Buffer.alloc(0) : buffer.subarray(consumed * decoder.width);
    if (isLast && buffer.length % decoder.width !== 0) records.push(oddByte(buffer, state.lineNo));
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

function oddByte(buffer: Buffer, lineNo: number): FileRecord {
  return { lineNo, fields: null, problem: REASONS.undecodable, bytes: () => buffer.subarray(buffer.length - 1) };
}

function decodeSpans(
  buffer: Buffer,
  spans: readonly RecordSpan[],
  decoder: ByteDecoder,
  { separator, quote }: RecordRules,
  multiLine: boolean,
): FileRecord[] {
  const { width } = decoder;
  const texts = multiLine ? null : decodeTogether(buffer, spans, decoder);
  return spans.map(({ start, end, lineNo, malformed }, i) => {
    const bytes = () => buffer.subarray(start * width, end * width);
    const record: FileRecord = { lineNo, fields: null, problem: null, bytes };
    if (malformed) record.problem = REASONS.malformedQuotes;
    else {
      const text = texts ? (texts[i] ?? null) : decoder.decode(bytes());
      if (text === null) record.problem = REASONS.undecodable;
      else if (text.includes('\0')) record.problem = REASONS.controlCharacter;
      else record.fields = splitFields(text, separator, quote);
    }
    return record;
  });
}

/** One decoding for the whole batch is several times faster; null when the batch is not one plain line a record. */
function decodeTogether(buffer: Buffer, spans: readonly RecordSpan[], decoder: ByteDecoder): string[] | null {
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last || spans.some(({ malformed }) => malformed)) return null;
  const text = decoder.decode(buffer.subarray(first.start * decoder.width, last.end * decoder.width));
  if (text === null) return null;
  const lines = text.split(text.includes('\r\n') ? '\r\n' : '\n');
  // An empty line here could hide two records that a different line end holds together.
  return lines.length === spans.length && !lines.includes('') ? lines : null;
}
