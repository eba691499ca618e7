import type { LineResult, TalkResult, WhoAnswered } from '../../../core/contracts/calls.ts';
import { createStore } from '../../client/store.ts';

/** What this agent did since the page was opened; in memory only, because it names people. */
export interface ShiftEntry {
  callId: string;
  at: number;
  name: string;
  whoAnswered: WhoAnswered;
  lineResult: LineResult;
  talkResult: TalkResult | null;
  /** With an invented citizen: it stands in the figures of the practice and in no other. */
  training: boolean;
}

/** More than a person can do in a day: the figures above the list count all of it. */
const longestList = 2_000;

export const shiftLog = createStore<readonly ShiftEntry[]>([]);

export function addToShiftLog(entry: ShiftEntry): void {
  const others = shiftLog.get().filter(({ callId }) => callId !== entry.callId);
  shiftLog.set([entry, ...others].slice(0, longestList));
}

/** What belongs to what the agent is at now, work or practice. */
export const entriesOf = (entries: readonly ShiftEntry[], practising: boolean): readonly ShiftEntry[] =>
  entries.filter(({ training }) => training === practising);

/** Contact = the person or a member of the household was spoken to; persons, never attempts. */
export function contactsIn(entries: readonly ShiftEntry[]): number {
  return entries.filter(({ whoAnswered }) => whoAnswered === 'principal' || whoAnswered === 'household').length;
}
