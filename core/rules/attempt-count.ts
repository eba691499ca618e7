import { type CallingBand, callingBandOf } from './calling-band.ts';
import type { IsHoliday } from './city-calendar.ts';
import { tokyoTime } from './tokyo-time.ts';
import type { LineResult, WhoAnswered } from './vocabulary.ts';

/** One outbound call to a person, in any campaign, as far as the caps need it. */
export interface PastCall {
  at: Date;
  campaignId: string | null;
  /** The agent's correction where there is one; null while the call is open. */
  lineResult: LineResult | null;
  whoAnswered: WhoAnswered | null;
  /** The far telephone rang or was answered. */
  rang: boolean;
  /** Telephony took it out of the count (our own fault). */
  excluded: boolean;
}

/** A fault of the line, or a call given up before anything rang, reached nobody and is no attempt. */
function counts({ lineResult, rang, excluded }: PastCall): boolean {
  if (excluded || lineResult === 'trunk_error') return false;
  return lineResult !== 'cancelled' || rang;
}

/**
 * Counted attempts. Busy is no ringing telephone: up to 1 + `busyRetries` busy calls, and the one that gets through after
 * fewer of them, are one attempt together. While such a series is open, going on with it costs nothing (`open`).
 */
export function countAttempts(
  newestFirst: readonly PastCall[],
  busyRetries: number,
): { finished: number; open: boolean } {
  let attempts = 0;
  let series = 0;
  for (const call of newestFirst.toReversed()) {
    if (!counts(call)) continue;
    if (series === 0 || series > busyRetries) {
      attempts += 1;
      series = 0;
    }
    series = call.lineResult === 'busy' ? series + 1 : 0;
  }
  const open = series > 0 && series <= busyRetries;
  return { finished: attempts - (open ? 1 : 0), open };
}

export function onDay(calls: readonly PastCall[], today: string): PastCall[] {
  return calls.filter(({ at }) => tokyoTime(at).date === today);
}

export function since(calls: readonly PastCall[], from: Date): PastCall[] {
  return calls.filter(({ at }) => at >= from);
}

/** Results after which nobody's telephone can have rung. */
const SILENT: ReadonlySet<LineResult | null> = new Set<LineResult | null>([
  'busy',
  'unallocated',
  'temp_out',
  'unreachable',
]);

/** Calls of one band that disturbed somebody: what the cap of a band counts. An open call is taken to ring. */
export function ringsInBand(calls: readonly PastCall[], band: CallingBand, isHoliday: IsHoliday): number {
  return calls.filter(
    (call) => counts(call) && !SILENT.has(call.lineResult) && callingBandOf(call.at, isHoliday) === band,
  ).length;
}

/**
 * Conversations that reached the person's side. Somebody unknown (wrong number) was disturbed, but not this person; an
 * abandoned call is counted as an attempt, not as a conversation.
 */
export function countLiveContacts(calls: readonly PastCall[]): number {
  return calls.filter(({ lineResult, whoAnswered }) =>
    whoAnswered === null || whoAnswered === 'nobody'
      ? lineResult === 'answered_human' && whoAnswered === null
      : whoAnswered !== 'wrong_person',
  ).length;
}

/** Busy calls in a row up to now, newest call first. */
export function busyInRow(newestFirst: readonly PastCall[]): number {
  const end = newestFirst.findIndex(({ lineResult }) => lineResult !== 'busy');
  return end === -1 ? newestFirst.length : end;
}
