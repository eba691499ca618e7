import type { PutBack } from '../../core/contracts/commands.ts';
import type { ContactCorrected, CorrectContact } from '../../core/contracts/http/contacts.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { ResultEntry } from '../../core/rules/result-entry/entry.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import { moveRaised } from '../hand-overs/move-raised.ts';
import { withdrawRaised } from '../hand-overs/withdraw-raised.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { movePromises } from '../promises/move-promises.ts';
import { withdrawPromises } from '../promises/save-promise.ts';
import { closeAskedCallBack } from '../tasks/raise-queries.ts';
import { type RecordRow, selectRaised } from './correct-queries.ts';
import { checkedEntry, entryFacts } from './entry-facts.ts';
import { insertContactRecord, type ResultCallRow, selectNumberNoted, selectResultCall } from './queries.ts';
import { noteBesideResult, raiseFromResult } from './raise-from-result.ts';
import { reachRecord } from './reach-record.ts';
import { raisesTheSame, recordEntry } from './record-entry.ts';
import { askToCallBack } from './save-result.ts';

/**
 * Puts a new record in the place of a wrong one, which is kept (N02). Time, agent and call stay those of the conversation. What the wrong
 * one raised and nobody acted on yet is withdrawn; what it raised and is right stays.
 *
 * @throws DomainError record/not-found, record/in-call, record/superseded, record/not-a-call, result/impossible
 */
export async function correctRecord(
  { sql, clock }: ApiDeps,
  commands: CommandRunner,
  caller: Caller,
  id: string,
  { reason, entry: said }: CorrectContact,
): Promise<ContactCorrected & { personId: number; subjectId: string | null; callId: string }> {
  const now = clock.now();
  const done = await sql.begin(async (tx) => {
    const row = await reachRecord(tx, caller, id, now, true);
    if (row.id !== id)
      throw new DomainError('record/superseded', 409, 'この記録は先に訂正されました。開き直してください。');
    const made = row.call_id === null ? undefined : await selectResultCall(tx, row.call_id);
    // Who it was may have been found out after the call.
    const call = made && { ...made, person_id: row.person_id };
    if (!call || row.channel !== 'call')
      throw new DomainError('record/not-a-call', 409, '通話の記録だけを訂正できます。');
    const entry = checkedEntry(said, entryFacts(call), row.at);
    const correction = { supersedesId: row.id, by: caller.staffId, at: now, reason };
    const newest = await writeCorrection(tx, row, call, entry, correction);
    if (!row.training) await followCallBack(tx, call, row.callback_at, entry.callbackAt, now);
    return { newest, row, call, entry };
  });
  const { newest, row, call, entry } = done;
  const isNew = entry.callbackAt !== null && Date.parse(entry.callbackAt) !== row.callback_at?.getTime();
  const callback = isNew ? await reserveCallback(commands, caller, call.target_id, entry.callbackAt ?? '') : null;
  return { id: newest, callback, personId: row.person_id, subjectId: row.subject_id, callId: call.id };
}

async function writeCorrection(
  tx: TransactionSql,
  row: RecordRow,
  call: ResultCallRow,
  entry: ResultEntry,
  correction: { supersedesId: string; by: string; at: Date; reason: string },
): Promise<string> {
  const before = recordEntry(row, await selectRaised(tx, row.id, row.call_id));
  const id = newId();
  const written = await insertContactRecord(tx, {
    id,
    personId: row.person_id,
    callId: call.id,
    campaignId: row.campaign_id,
    subjectId: row.subject_id,
    staffId: row.staff_id,
    at: row.at,
    direction: row.direction,
    training: row.training,
    entry,
    correction,
  });
  if (!written) throw new DomainError('record/superseded', 409, 'この記録は先に訂正されました。開き直してください。');
  if (row.training) return id;
  const { by: staffId, at: now } = correction;
  const ground = {
    contactRecordId: id,
    staffId,
    now,
    personId: row.person_id,
    callId: call.id,
    subjectId: row.subject_id,
  };
  if (raisesTheSame(before, entry)) {
    await movePromises(tx, row.id, id);
    const note = entry.note === row.note ? null : entry.note;
    await moveRaised(tx, { fromRecordId: row.id, toRecordId: id, note, staffId, now });
  } else {
    await withdrawRaised(tx, { contactRecordId: row.id, staffId, now });
    // A promise in the new record withdraws the old one itself, and says by what it was replaced.
    if (!entry.promise) await withdrawPromises(tx, { contactRecordId: row.id, staffId, now });
    await raiseFromResult(tx, { ...ground, phoneId: call.phone_id }, entry);
  }
  // A word on the number that was wrong is answered by another word: nothing that was noted is deleted.
  const takenBack = !entry.phoneStatus && call.phone_id !== null && (await selectNumberNoted(tx, call.id));
  await noteBesideResult(
    tx,
    { ...ground, phoneId: call.phone_id },
    takenBack ? { ...entry, phoneStatus: 'valid' } : entry,
  );
  return id;
}

/** On a call of no campaign the wish is a task of the desk: it follows what the record says now. */
async function followCallBack(
  tx: TransactionSql,
  call: ResultCallRow,
  before: Date | null,
  at: string | null,
  now: Date,
): Promise<void> {
  if (call.target_id !== null || before?.getTime() === (at === null ? undefined : Date.parse(at))) return;
  if (at === null) await closeAskedCallBack(tx, call.id, now);
  else await askToCallBack(tx, call, at, now);
}

/** The record says when; the dialler says whether it will. */
async function reserveCallback(
  commands: CommandRunner,
  caller: Caller,
  targetId: number | null,
  at: string,
): Promise<{ ok: boolean; message: string }> {
  if (targetId === null) return { ok: true, message: '「折返し待ちの用件」に時刻指定で入れました。' };
  try {
    const { targets } = await commands.run('put_back', caller.staffId, {
      targetIds: [targetId],
      callback: { at, agentId: null },
    });
    const told = (Array.isArray(targets) ? (targets as PutBack[]) : [])[0];
    return told ? { ok: told.ok, message: told.message } : { ok: false, message: '折返しを予約できませんでした。' };
  } catch (error) {
    // The record is corrected whatever the dialler says: the person is told that the reservation is theirs to make.
    if (!(error instanceof DomainError)) throw error;
    return { ok: false, message: `折返しを予約できませんでした。${error.message}` };
  }
}
