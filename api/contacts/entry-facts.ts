import { DomainError } from '../../core/platform/errors.ts';
import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import { classByTalk } from '../../core/rules/result-entry/combinations.ts';
import type { EntryFacts, ResultEntry } from '../../core/rules/result-entry/entry.ts';
import { refuseResult } from '../../core/rules/result-entry/refuse.ts';
import type { ResultCallRow } from './queries.ts';

export function entryFacts(call: ResultCallRow): EntryFacts {
  return {
    answered: call.answered,
    inbound: call.direction === 'inbound',
    identityPassed: call.identity_passed,
    hasNumber: call.phone_id !== null,
    unknownCaller: call.person_id === null,
    withheld: callerNumber(call.number).digits === null,
  };
}

/**
 * The entry as it may be written: a citizen's call without a class gets the one its content says.
 *
 * @param at product clock of the conversation: a call-back that was promised for later then may lie behind us when it is corrected
 * @throws DomainError result/impossible 422, with what is wrong in words and as `detail.reason`
 */
export function checkedEntry(entry: ResultEntry, facts: EntryFacts, at: Date): ResultEntry {
  const inboundClass = facts.inbound
    ? (entry.inboundClass ?? classByTalk(entry.whoAnswered, entry.talkResult))
    : entry.inboundClass;
  const checked = { ...entry, inboundClass, note: entry.note.trim() };
  const refused = refuseResult(checked, facts, at);
  if (refused) throw new DomainError('result/impossible', 422, refused.message, { reason: refused.code });
  return checked;
}
