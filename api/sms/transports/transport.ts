import type { SmsEncoding } from '../../../core/rules/sms/split-parts.ts';

export const TRANSPORT_KINDS = ['simulator', 'smpp', 'http', 'spool'] as const;
export type TransportKind = (typeof TRANSPORT_KINDS)[number];

export interface OutgoingSms {
  /** The message's id: given to the carrier wherever its protocol has a place for it, so that a second send is recognised. */
  reference: string;
  /** National digits. */
  to: string;
  encoding: SmsEncoding;
  parts: readonly string[];
}

/** What became of a send. The difference that matters: may anything have left? */
export type SendOutcome =
  /** The carrier took it: one id a part. It is not delivered by that. */
  | { kind: 'accepted'; providerIds: readonly string[] }
  /** The carrier will never take it, and nothing left. */
  | { kind: 'refused'; error: string }
  /** Nothing left, for sure: once more after that time. */
  | { kind: 'later'; error: string; retryMs: number }
  /** Some parts were taken and the rest never will be. */
  | { kind: 'broken'; error: string; providerIds: readonly string[] }
  /** It may have left and nobody answered. Never sent again by itself. */
  | { kind: 'unknown'; error: string; providerIds: readonly string[] };

export interface DeliveryReport {
  providerId: string;
  /** National digits of the telephone, as far as the report names it. */
  digits: string | null;
  state: 'accepted' | 'delivered' | 'failed';
  error: string | null;
  /** As it came, without the text of the message. */
  raw: Record<string, string | number>;
}

/** What a telephone wrote to our number. */
export interface IncomingSms {
  /** National digits of the telephone. */
  digits: string;
  text: string;
  /** The carrier's own name for it, where it has one: told twice, it is one. */
  reference: string | null;
}

/** Where a carrier's words go. Each resolves when it is stored: only then the carrier is told that we have it. */
export interface SmsListener {
  report(report: DeliveryReport): Promise<void>;
  reply(reply: IncomingSms): Promise<void>;
}

export type Found = { kind: 'accepted'; providerIds: readonly string[] } | { kind: 'never' } | { kind: 'unknown' };

/** One way to a carrier. Implementations own their connection, its time limits and its reconnect; none of them knows the database. */
export interface SmsTransport {
  readonly name: string;
  readonly kind: TransportKind;
  /** Sends that may be without an answer at one time. */
  readonly window: number;
  /** Messages a second at most. */
  readonly perSecond: number;
  /** False while a send would only be given back. */
  ready(): boolean;
  start(listener: SmsListener): Promise<void>;
  /** Never rejects; sends in hand get their answer or `unknown`. */
  stop(): Promise<void>;
  /** Never rejects. */
  send(message: OutgoingSms): Promise<SendOutcome>;
  /** Whether a message of which no answer is known was taken. Absent: the carrier cannot be asked. */
  find?(reference: string): Promise<Found>;
}

/** `0901…` as `81901…`. */
export const internationalDigits = (digits: string): string => digits.replace(/^0/, '81');
/** And back, whatever form the carrier chose. */
export const nationalDigits = (address: string): string => address.replace(/^\+?81(?=[1-9])/, '0');
