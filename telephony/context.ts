import type { Clock } from '../core/platform/clock.ts';
import type { Logger } from '../core/platform/logger.ts';
import type { Sql } from '../core/platform/postgres.ts';
import type { Pacer, PacingInit, PacingMemory } from '../core/rules/pacing/types.ts';
import type { AmiPort } from './ami/port.ts';
import type { AriPort } from './ari/port.ts';
import type { Dialer } from './dialer-port.ts';
import type { FailPoint } from './fail-point.ts';

/** What every part of call control works with. Holds no state: that is in PostgreSQL and in Asterisk. */
export interface TelephonyContext {
  sql: Sql;
  ari: AriPort;
  ami: AmiPort;
  dialer: Dialer;
  clock: Clock;
  logger: Logger;
  /** Name of the Asterisk node this controller owns. */
  node: string;
  /** Where recorders write, as Asterisk and this process both see it. */
  spoolDir: string;
  /** SIP realm of the agents' digest. */
  sipRealm: string;
  /** The simulated network's own log and sounds; undefined on real trunks. */
  carrier: { logFile: string; soundDir: string } | undefined;
  /** Crash tests stop the process here; does nothing otherwise. */
  failPoint: (point: FailPoint) => void;
  limits: Limits;
  /** The pacing controller: a pure function with a memory. */
  createPacer: (init: PacingInit, memory?: PacingMemory) => Pacer;
}

/** Time limits with their reasons; tests shorten them. */
export interface Limits {
  /**
   * A call recorder that began this long after the answer misses words of the recording: the ring recorder, which heard them, then runs on to
   * the hang-up, and the recording is made of whichever holds more. Half of the second by which a recording may differ from its talk.
   */
  recorderLateMs: number;
  /** A lost agent's leg may come back into the same call for this long; the citizen hears music meanwhile. */
  legReturnMs: number;
  /** Both links to Asterisk down for this long: the exchange is gone. Agents must know within 3 s. */
  pbxLostAfterMs: number;
  /** A dialled channel that shows no progress at all after a restart of the controller: the dial was never sent. */
  adoptedSilenceMs: number;
  /** Asterisk ends a dial by itself; this much later we do. */
  ringGraceMs: number;
  /** How often to look whether the sentence that asks a citizen to stay on the line is over; music follows. */
  courtesyMs: number;
  /** Media proof: how often packet counters are compared. */
  proofEveryMs: number;
  /** A leg that waits: no packets for this long means that it is no proof any more. */
  legSilentMs: number;
  /** In a call, where a citizen listens: the browser is gone, though SIP still says connected. They are to hear so within 2 s of the last sound. */
  inCallSilentMs: number;
  /** Somebody we call into a conversation rings at most so long: the citizen listens to music meanwhile. */
  partyRingSec: number;
  /** A colleague who is asked has so long for a yes or a no: the citizen listens to music meanwhile. */
  offerMs: number;
  /** A citizen who is passed on to a line waits at most so long before the agent has them back. */
  lineWaitMs: number;
  /** A citizen who called waits so long before somebody is taken away from the case they only read; at most half of what they wait at all. */
  readersAfterMs: number;
  /** A citizen and a telephone outside, without any of us: nobody talks longer, so this is a line that was never hung up. */
  passedOnMs: number;
  /** No city may let the pacing controller stop a telephone before it rang this long: to the citizen it would be a prank call. */
  leastRingSec: number;
}

export const DEFAULT_LIMITS: Limits = {
  recorderLateMs: 500,
  legReturnMs: 30_000,
  pbxLostAfterMs: 1_500,
  adoptedSilenceMs: 10_000,
  ringGraceMs: 2_000,
  proofEveryMs: 2_000,
  legSilentMs: 3_000,
  inCallSilentMs: 1_200,
  courtesyMs: 300,
  leastRingSec: 15,
  partyRingSec: 25,
  offerMs: 20_000,
  lineWaitMs: 60_000,
  readersAfterMs: 15_000,
  passedOnMs: 3 * 3_600_000,
};

/** The node's bridge in which agents wait. */
export const holdingBridgeId = (node: string) => `hold-${node}`;
/** Ids chosen by us before anything exists; the prefix is how a later controller knows its own. */
export const CALL_PREFIX = 'call-';
/**
 * The tone in the seat of the agent in a self-test. A prefix of its own: Asterisk takes an id for used when an existing one
 * merely begins with it.
 */
export const TONE_PREFIX = 'tone-';
/** A telephone that joins a call. */
export const PARTY_PREFIX = 'party-';
export const partyChannelIdOf = (partyId: string) => `${PARTY_PREFIX}${partyId}`;
/** Where agent and whom they ask talk while the citizen hears music. */
export const CONSULT_PREFIX = 'consult-';
export const consultBridgeIdOf = (callId: string) => `${CONSULT_PREFIX}${callId}`;
export const toneChannelIdOf = (callId: string) => `${TONE_PREFIX}${callId}`;
export const channelIdOf = (callId: string) => `${CALL_PREFIX}${callId}`;
export const bridgeIdOf = (callId: string) => `${CALL_PREFIX}${callId}`;

/** Music classes of the rendered musiconhold.conf. */
export const MOH_SILENCE = 'silence';
export const MOH_HOLD = 'hold';

/** Instant on the product's clock of something that happened at `realMs` (simulated clocks may run faster). */
export function productTimeAt(clock: Clock, realMs: number, nowRealMs = Date.now()): Date {
  return new Date(clock.now().getTime() - (nowRealMs - realMs) * clock.speed);
}

/** The way back: epoch ms of an instant on the product's clock. */
export function realTimeOf(clock: Clock, instant: Date, nowRealMs = Date.now()): number {
  return Math.round(nowRealMs - (clock.now().getTime() - instant.getTime()) / clock.speed);
}
