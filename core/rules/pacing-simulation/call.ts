import type { Fate } from './citizens.ts';
import type { InboundCall } from './inbound-of-day.ts';
import type { Party } from './scenario.ts';

export interface Call {
  readonly id: number;
  /** Position among the lines of the scenario. */
  readonly line: number;
  readonly outbound: boolean;
  state: 'ringing' | 'waiting' | 'talking' | 'over';
  readonly dialledAt: number;
  answeredAt: number;
  readonly party: Party | null;
  readonly talkSec: number;
  readonly wrapSec: number;
  readonly mayCut: boolean;
}

export const outboundCall = (
  id: number,
  line: number,
  now: number,
  { party, talkSec, wrapSec }: Fate,
  mayCut: boolean,
): Call => ({
  id,
  line,
  outbound: true,
  state: 'ringing',
  dialledAt: now,
  answeredAt: now,
  party,
  talkSec,
  wrapSec,
  mayCut,
});

export const inboundCall = (id: number, line: number, now: number, { talkSec, wrapSec }: InboundCall): Call => ({
  id,
  line,
  outbound: false,
  state: 'waiting',
  dialledAt: now,
  answeredAt: now,
  party: 'contact',
  talkSec,
  wrapSec,
  mayCut: false,
});
