import type { ResultEntry } from '../../core/rules/result-entry/entry.ts';
import type { RaisedRow, RecordRow } from './correct-queries.ts';

/** A record as it was entered, with what it raised. Labels are the person's by then, not the record's. */
export function recordEntry(row: RecordRow, raised: RaisedRow): ResultEntry {
  const { claims_paid_on: on, claims_paid_where: where } = row;
  return {
    whoAnswered: row.who_answered,
    lineResult: row.line_result,
    talkResult: row.talk_result,
    callbackAt: row.callback_at?.toISOString() ?? null,
    note: row.note,
    promise: row.talk_result === 'promise' ? raised.promise : null,
    claimsPaid: on === null && where === null ? null : { on, where },
    reason: raised.reason,
    wishes: raised.wishes,
    phoneStatus: raised.phone_status,
    labels: [],
    inboundClass: row.inbound_class,
    causeKind: row.cause_kind,
    speakerName: row.speaker_name,
  };
}

/** Promise, hand-over or stop would be the same: then they stay, with their history, and only the words of the record change. */
export function raisesTheSame(before: ResultEntry, after: ResultEntry): boolean {
  const raised = ({ talkResult, promise, reason, wishes, whoAnswered }: ResultEntry) =>
    JSON.stringify([
      talkResult === 'do_not_call',
      promise ? [promise.on, promise.amount, promise.method, promise.reissue, whoAnswered] : null,
      reason ? [talkResult, reason] : null,
      wishes?.map(({ on, amount }) => [on, amount]) ?? null,
    ]);
  return raised(before) === raised(after) && samePeriods(before.promise?.itemIds, after.promise?.itemIds);
}

/** Whoever corrects and names no periods leaves them as they were. */
function samePeriods(before: readonly number[] = [], after: readonly number[] = []): boolean {
  return after.length === 0 || (after.length === before.length && after.every((id) => before.includes(id)));
}
