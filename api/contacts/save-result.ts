import type { SaveResult } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import { selectOwnCall } from '../desk/own-work-queries.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { insertContactRecord, selectSavedBy } from './queries.ts';

export interface SavedResult {
  personId: number | null;
  subjectId: string | null;
  /** False: it was saved before and nothing was written now. */
  written: boolean;
}

/**
 * Writes the contact record, then ends wrap-up. Repeating it (a double click, a retry after a lost answer) writes nothing twice and
 * still moves the agent on. The record comes first: should telephony not answer, what the agent wrote is kept.
 */
export async function saveResult(
  { sql, clock }: ApiDeps,
  commands: CommandRunner,
  caller: Caller,
  result: SaveResult,
): Promise<SavedResult> {
  const call = await selectOwnCall(sql, caller.staffId, result.callId);
  if (!call) {
    // Wrap-up is over already: the answer to the first request was lost on the way.
    if (await selectSavedBy(sql, result.callId, caller.staffId))
      return { personId: null, subjectId: null, written: false };
    throw new DomainError('call/not-yours', 403, 'この通話はあなたの通話ではありません。');
  }
  if (call.state !== 'ended') throw new DomainError('result/call-open', 409, '通話を終えてから保存してください。');
  const { person_id: personId } = call;
  if (personId === null && call.direction === 'inbound') {
    // A citizen who called and was not found in the city's data: there is nobody to write a record of; the call itself is kept.
    await commands.run('wrap_up_done', caller.staffId, { callId: call.id });
    return { personId: null, subjectId: call.subject_id, written: false };
  }
  if (personId === null) throw new DomainError('result/no-person', 409, 'この通話には対象者がいません。');
  const written = await insertContactRecord(
    sql,
    newId(),
    caller.staffId,
    { ...call, person_id: personId },
    result,
    clock.now(),
  );
  await commands.run('wrap_up_done', caller.staffId, { callId: call.id }).catch((error: unknown) => {
    // Two saves at once: the other one has ended the wrap-up.
    if (!written && error instanceof DomainError && error.status === 409) return;
    throw error;
  });
  return { personId, subjectId: call.subject_id, written };
}
