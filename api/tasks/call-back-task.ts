import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { Caller } from '../http/caller.ts';
import { ownLines } from '../promises/lines.ts';
import { noteTry, type TaskRow } from './queries.ts';
import { assertMine } from './take-task.ts';

/**
 * Dials the number the citizen called from, and no other: telephony reads it from the call itself and asks the gate.
 *
 * @throws DomainError task/not-yours, task/no-number, callback/unknown 403; whatever the gate says
 */
export async function callBackTask(
  sql: Sql,
  commands: CommandRunner,
  caller: Caller,
  id: string,
  now: Date,
): Promise<{ task: TaskRow; callId: string; subjectId: string }> {
  const task = await assertMine(sql, caller, id);
  if (task.callId === null || task.number === null)
    throw new DomainError('task/no-number', 409, '番号が通知されていないため、折返せません。');
  if (task.personId === null && !caller.permissions.has('call_unknown_back'))
    throw new DomainError('callback/unknown', 403, '登録のない番号への折返しは、許可された人だけができます。');
  // Who called a number of no line is called back on the first of the agent's own.
  const subjectId = task.subject?.id ?? (await ownLines(sql, caller)).sort()[0];
  if (subjectId === undefined) throw new DomainError('task/no-number', 409, '折返しに使う科目がありません。');
  const { personId, callId: inboundCallId } = task;
  const { callId } = await commands.run('call_back', caller.staffId, { inboundCallId, personId, subjectId });
  if (typeof callId !== 'string') throw new Error('telephony named no call');
  await noteTry(sql, id, callId, now);
  return { task, callId, subjectId };
}
