import { type DayPart, dayPartOf } from './time-band.ts';
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

/** Counted attempts. A series of busy calls (the first and its retries) is one attempt. */
export function countAttempts(calls: readonly PastCall[], busyRetries: number): number {
  const counted = calls.filter(counts);
  const busy = counted.filter(({ lineResult }) => lineResult === 'busy').length;
  return counted.length - busy + Math.ceil(busy / (1 + busyRetries));
}

export function onDay(calls: readonly PastCall[], today: string): PastCall[] {
  return calls.filter(({ at }) => tokyoTime(at).date === today);
}

export function inDayPart(calls: readonly PastCall[], part: DayPart): PastCall[] {
  return calls.filter(({ at }) => dayPartOf(at) === part);
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
