import { createHash } from 'node:crypto';
import type { Pdu } from 'smpp';
import smpp from 'smpp';
import type { SmsEncoding } from '../../../core/rules/sms/split-parts.ts';
import { type DeliveryReport, internationalDigits, nationalDigits, type OutgoingSms } from './transport.ts';

/** How texts longer than one part go: a header in the text itself (most carriers), the same as fields, or the whole text in one piece. */
export type LongForm = 'udh' | 'sar' | 'payload';

export interface SubmitOptions {
  sender: string;
  senderTon: number;
  senderNpi: number;
  addressing: 'international' | 'national';
  longForm: LongForm;
  /** How long the carrier keeps trying, in hours. */
  validityHours: number;
}

/** SMPP 3.4 §5.2.12, 5.2.17, 5.2.19 */
const ESM_UDHI = 0x40;
const REGISTERED_DELIVERY = 1;
const DATA_CODING: Record<SmsEncoding, number> = { gsm7: 0, ucs2: 8 };

export const submitCount = (message: OutgoingSms, longForm: LongForm): number =>
  longForm === 'payload' ? 1 : message.parts.length;

/** Fields of the submit_sm of one part, counted from 0. */
export function submitFields(message: OutgoingSms, part: number, options: SubmitOptions): Record<string, unknown> {
  const { to, encoding, parts, reference } = message;
  const long = parts.length > 1;
  const tag = referenceTag(reference);
  const bytes = encode(options.longForm === 'payload' ? parts.join('') : (parts[part] ?? ''), encoding);
  const international = options.addressing === 'international';
  return {
    source_addr_ton: options.senderTon,
    source_addr_npi: options.senderNpi,
    source_addr: options.sender,
    dest_addr_ton: international ? 1 : 2,
    dest_addr_npi: 1,
    destination_addr: international ? internationalDigits(to) : to,
    registered_delivery: REGISTERED_DELIVERY,
    data_coding: DATA_CODING[encoding],
    validity_period: relativeTime(options.validityHours),
    user_message_reference: tag,
    ...(long ? longFields(bytes, part, parts.length, tag, options.longForm) : { short_message: bytes }),
  };
}

function longFields(bytes: Buffer, part: number, count: number, tag: number, form: LongForm): Record<string, unknown> {
  switch (form) {
    case 'payload':
      return { message_payload: bytes };
    case 'sar':
      return { short_message: bytes, sar_msg_ref_num: tag, sar_total_segments: count, sar_segment_seqnum: part + 1 };
    case 'udh':
      return {
        esm_class: ESM_UDHI,
        // 3GPP TS 23.040 §9.2.3.24.1: five more bytes; concatenation, three bytes; which message, of how many, which part.
        short_message: Buffer.concat([Buffer.from([5, 0, 3, tag & 0xff, count, part + 1]), bytes]),
      };
  }
}

export function encode(text: string, encoding: SmsEncoding): Buffer {
  return encoding === 'ucs2' ? Buffer.from(text, 'utf16le').swap16() : smpp.encodings.ASCII.encode(text);
}

/** What room the protocol has for the message's id: the parts of one message carry the same, those of another hardly ever. */
export function referenceTag(reference: string): number {
  return createHash('sha256').update(reference).digest().readUInt16BE(0);
}

/** SMPP 3.4 §7.1.1.2: `YYMMDDhhmmsstnnR`. */
function relativeTime(hours: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `0000${two(Math.floor(hours / 24))}${two(hours % 24)}0000000R`;
}

/** §5.2.28 and appendix B: what each word and each number of a receipt means for us. */
const STATES: Record<string, DeliveryReport['state']> = {
  DELIVRD: 'delivered',
  ENROUTE: 'accepted',
  ACCEPTD: 'accepted',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
  UNKNOWN: 'failed',
};
const NUMBERED = ['', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD'];

export const isReceipt = (pdu: Pdu): boolean => ((pdu.esm_class ?? 0) & 0x3c) === 0x04;

export type ReceiptIds = 'as_given' | 'decimal_of_hex';

/** One form for both: `0a1b` of an answer and `2587` of its receipt are the same number. */
export function answeredId(id: string, form: ReceiptIds): string {
  return form === 'decimal_of_hex' && /^[0-9a-f]+$/i.test(id) ? BigInt(`0x${id}`).toString(16).toUpperCase() : id;
}

/** @returns undefined for a receipt that names no message or no state */
export function receiptOf(pdu: Pdu, idForm: ReceiptIds): DeliveryReport | undefined {
  const text = textOf(pdu.short_message) || textOf(pdu.message_payload);
  const field = (name: string) => new RegExp(`\\b${name}:\\s*(\\S+)`, 'i').exec(text)?.[1];
  const id = textOf(pdu.receipted_message_id) || field('id');
  const word = (NUMBERED[pdu.message_state ?? 0] || field('stat') || '').toUpperCase();
  const state = STATES[word];
  if (!id || !state) return undefined;
  const error = field('err');
  return {
    providerId: idForm === 'decimal_of_hex' && /^\d+$/.test(id) ? BigInt(id).toString(16).toUpperCase() : id,
    digits: pdu.source_addr ? nationalDigits(pdu.source_addr) : null,
    state,
    error: state === 'failed' ? [word, error].filter(Boolean).join(' ') : null,
    raw: { id, stat: word, ...(error ? { err: error } : {}) },
  };
}

/** What a telephone wrote, in whatever coding the library has read it. Each part of a longer text is one of its own. */
export const wordsOf = (pdu: Pdu): string => (textOf(pdu.short_message) || textOf(pdu.message_payload)).trim();

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\0+$/, '');
  if (Buffer.isBuffer(value)) return value.toString('latin1').replace(/\0+$/, '');
  if (value !== null && typeof value === 'object' && 'message' in value) return textOf(value.message);
  return '';
}
