import type { SaveResult } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import { deleteDraft } from '../desk/draft-queries.ts';
import { selectOwnCall } from '../desk/own-work-queries.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { raiseCallBackTask } from '../tasks/raise-call-back-task.ts';
import { checkedEntry, entryFacts } from './entry-facts.ts';
import {
  insertContactRecord,
  insertUnknownCaller,
  type ResultCallRow,
  selectResultCall,
  selectSavedBy,
} from './queries.ts';
import { noteBesideResult, raiseFromResult } from './raise-from-result.ts';

export interface SavedResult {
  personId: number | null;
  subjectId: string | null;
  /** False: it was saved before and nothing was written now. */
  written: boolean;
}

/**
 * Writes the record with everything that follows from it, whole or not at all, then ends wrap-up. Repeating it (a double click, a retry
 * after a lost answer) writes nothing twice and still moves the agent on. The record comes first: should telephony not answer, what the
 * agent wrote is kept.
 */
export async function saveResult(
  { sql, clock }: ApiDeps,
  commands: CommandRunner,
  caller: Caller,
  { callId, ...entry }: SaveResult,
): Promise<SavedResult> {
  const own = await selectOwnCall(sql, caller.staffId, callId);
  const call = own && (await selectResultCall(sql, callId));
  if (!own || !call) {
    // Wrap-up is over already: the answer to the first request was lost on the way.
    if (await selectSavedBy(sql, callId, caller.staffId)) return { personId: null, subjectId: null, written: false };
    throw new DomainError('call/not-yours', 403, 'この通話はあなたの通話ではありません。');
  }
  if (own.state !== 'ended' && !own.passed_on)
    throw new DomainError('result/call-open', 409, '通話を終えてから保存してください。');
  const { person_id: personId, subject_id: subjectId } = call;
  if (personId === null && own.target_id !== null)
    throw new DomainError('result/no-person', 409, 'この通話には対象者がいません。');
  const now = clock.now();
  const written =
    !(await selectSavedBy(sql, callId, caller.staffId)) &&
    (await sql.begin((tx) =>
      personId === null
        ? writeUnknown(tx, call, caller.staffId, entry, now)
        : writeResult(tx, { ...call, person_id: personId }, caller.staffId, entry, now),
    ));
  await commands.run('wrap_up_done', caller.staffId, { callId }).catch((error: unknown) => {
    // Two saves at once: the other one has ended the wrap-up.
    if (!written && error instanceof DomainError && error.status === 409) return;
    throw error;
  });
  return { personId, subjectId, written };
}

async function writeResult(
  tx: TransactionSql,
  call: ResultCallRow & { person_id: number },
  staffId: string,
  said: Omit<SaveResult, 'callId'>,
  now: Date,
): Promise<boolean> {
  const entry = checkedEntry(said, entryFacts(call), now);
  const id = newId();
  const about = { personId: call.person_id, callId: call.id, subjectId: call.subject_id, staffId };
  const written = await insertContactRecord(tx, {
    ...about,
    id,
    campaignId: call.campaign_id,
    at: now,
    direction: call.direction === 'inbound' ? 'inbound' : 'outbound',
    training: call.training,
    entry,
    correction: null,
  });
  if (!written) return false;
  const ground = { ...about, contactRecordId: id, phoneId: call.phone_id, now };
  // An invented citizen's complaint reaches no city.
  if (!call.training) {
    await raiseFromResult(tx, ground, entry);
    await noteBesideResult(tx, ground, entry);
    await askToCallBack(tx, call, entry.callbackAt, now);
  }
  await deleteDraft(tx, call.id);
  return true;
}

/** A campaign's case is called back by its campaign; of any other call it is somebody's task. */
export async function askToCallBack(
  tx: TransactionSql,
  call: ResultCallRow,
  callbackAt: string | null,
  now: Date,
): Promise<void> {
  if (callbackAt === null || call.target_id !== null) return;
  const { id: callId, person_id: personId, subject_id: subjectId } = call;
  const number = callerNumber(call.number).digits;
  await raiseCallBackTask(tx, { callId, personId, subjectId, number, at: new Date(callbackAt), now });
}

/**
 * A citizen who called, or was called back, and was not found in the city's data: kept with its class. What they want of the city and
 * when they want to be called is raised all the same; who they are may be found out later.
 */
async function writeUnknown(
  tx: TransactionSql,
  call: ResultCallRow,
  staffId: string,
  said: Omit<SaveResult, 'callId'>,
  now: Date,
): Promise<boolean> {
  const entry = checkedEntry(said, entryFacts(call), now);
  const number = callerNumber(call.number).digits;
  const written = await insertUnknownCaller(tx, { call, number, staffId, at: now, entry });
  if (written && !call.training) {
    const about = { personId: null, contactRecordId: null, callId: call.id, subjectId: call.subject_id };
    await raiseFromResult(tx, { ...about, phoneId: null, staffId, now }, entry);
    await askToCallBack(tx, call, entry.callbackAt, now);
  }
  await deleteDraft(tx, call.id);
  return written;
}
