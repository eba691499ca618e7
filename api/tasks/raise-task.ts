import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import { taskOf } from '../../core/rules/inbound/desk-task.ts';
import type { InboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { mergeTasks } from '../../core/rules/inbound/merge-tasks.ts';
import { maySee } from '../../core/rules/sharing.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { selectEvidence } from '../inbound/queries.ts';
import { closeTasks, type EndedCallRow, insertTask, selectEndedCall, selectOpenTasks } from './raise-queries.ts';

const MINUTE_MS = 60_000;
/** A kept place is a promise: late much sooner than a call in vain. */
const PLACE_DUE_MIN = 15;
/** Who called at night is not late before the morning is under way. */
const MORNING_MIN = 10 * 60;

/**
 * What an inbound call that is over leaves to be done, if anything. Called once a call, inside the transaction that says it was looked at.
 * @returns the task's id, or null
 */
export async function raiseTask(
  tx: TransactionSql,
  callId: string,
  parameters: InboundParameters,
  now: Date,
): Promise<string | null> {
  const call = await selectEndedCall(tx, callId);
  const kind = call && !call.training ? taskOf(call, parameters.closedTasks) : null;
  if (!call || kind === null) return null;
  const { digits: number } = callerNumber(call.callerId);
  // Nobody can be called back without a number; a message may still say who it was.
  if (number === null && kind !== 'voicemail') return null;
  const { closed, merged } =
    number === null
      ? { closed: [], merged: false }
      : mergeTasks(kind, await selectOpenTasks(tx, number, call.subjectId));
  const id = newId();
  await insertTask(tx, {
    id,
    kind,
    callId,
    subjectId: call.subjectId,
    personId: call.personId ?? (number === null ? null : await onlyPerson(tx, call, number)),
    number,
    language: call.language,
    dueAt: dueAt(call, kind === 'keep_my_place' ? PLACE_DUE_MIN : parameters.taskDueMin),
    createdAt: call.at,
  });
  await closeTasks(tx, merged ? [id] : closed, 'merged', now);
  return id;
}

function dueAt(call: EndedCallRow, minutes: number): Date {
  if (!call.closed) return new Date(call.at.getTime() + minutes * MINUTE_MS);
  const at = tokyoTime(call.at);
  const morning = at.minutes < MORNING_MIN ? at.date : addDays(at.date, 1);
  return tokyoInstant(morning, MORNING_MIN);
}

/** The one person whom everything about the number points to; of two nobody is guessed. */
async function onlyPerson(tx: TransactionSql, call: EndedCallRow, number: string): Promise<number | null> {
  const evidence = (await selectEvidence(tx, number, call.id, call.at)).filter(
    ({ kind, source, byHand }) => kind !== 'household' && !byHand && (call.line === null || maySee(call.line, source)),
  );
  const persons = new Set(evidence.map(({ personId }) => personId));
  const [only] = persons;
  return persons.size === 1 && only !== undefined ? only : null;
}
