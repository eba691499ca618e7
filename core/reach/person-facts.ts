import type { PastCall } from '../rules/attempt-count.ts';
import type { Party } from '../rules/consolidation.ts';
import type { PersonFacts, ReachFacts } from '../rules/may-call.ts';
import { maySee, type SharingScope } from '../rules/sharing.ts';
import type { PartyRow, PersonRow, ReachRow, TriesRow } from './fact-queries.ts';

/** When the line of a subject may dial, and when it last had an agent. */
export interface LineTimes {
  opensAt: Date | null;
  closesAt: Date | null;
  staffedAt: Date | null;
}

function party({ personId, householdId, shielded, numbers }: PartyRow): Party {
  return { personId, householdId, shielded, numbers };
}

const withDate = <T extends { atMs: number }>({ atMs, ...rest }: T) => ({ ...rest, at: new Date(atMs) });
const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));

/**
 * What the gate knows of a person. Numbers and results travel only as far as the subject's sharing group allows.
 *
 * @param held everybody agents are dealing with; a target's own lease is not "somebody else"
 */
export function personFacts(
  row: PersonRow,
  { subject, lines }: { subject: SharingScope; lines: ReadonlyMap<string, LineTimes> },
  held: readonly PartyRow[],
): PersonFacts {
  const { personId, householdId, shielded } = row;
  const numbers = row.phones.filter(({ gone, type }) => !gone && type !== 'work').map(({ digits }) => digits);
  return {
    targetId: row.targetId,
    party: { personId, householdId, shielded, numbers: numbers.filter((digits) => digits !== null) },
    language: row.language,
    corporate: row.corporate,
    deceased: row.deceased,
    stopFlags: row.stopFlags,
    stopRequested: row.stopRequested,
    leftList: row.leftList,
    items: row.items,
    siblings: row.siblings.map(({ nextAtMs, ...rest }) => ({
      ...rest,
      nextAt: dateOf(nextAtMs),
      ...(lines.get(rest.subject.subjectId) ?? { opensAt: null, closesAt: null, staffedAt: null }),
    })),
    // What tax work found out about a number is a fact of tax work (T05).
    phones: row.phones.map(({ words, history, ...phone }) => ({
      ...phone,
      history: history.filter(({ source }) => maySee(subject, source)).map(withDate),
      word: words.filter(({ source }) => maySee(subject, source)).map(withDate)[0] ?? null,
    })),
    calls: row.calls.map(withDate),
    partyCalls: row.partyCalls.map(withDate),
    messages: row.messagesMs.map((ms) => new Date(ms)),
    preferredPhoneId: row.preferredPhoneId,
    callbackDue: row.callbackDue,
    reminderDue: row.reminderDue,
    held: held.filter(({ targetId }) => targetId === null || targetId !== row.targetId).map(party),
  };
}

/** What a call that is over is judged by. */
export interface Tries {
  corporate: boolean;
  /** Of today, newest first. */
  calls: PastCall[];
  digits: readonly string[];
}

export function triesOf({ corporate, calls, digits }: TriesRow): Tries {
  return { corporate, calls: calls.map(withDate), digits };
}

export function reachFacts({ shielded, targetId: _, ...facts }: ReachRow): ReachFacts {
  return { ...facts, party: { shielded } };
}
