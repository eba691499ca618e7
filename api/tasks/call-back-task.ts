import type { PutBack } from '../../core/contracts/commands.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { Caller } from '../http/caller.ts';
import { ownLines } from '../promises/lines.ts';
import { noteTry, selectTaskTarget, type TaskRow } from './queries.ts';
import { assertMine, taskScope } from './take-task.ts';

/**
 * Whoever wrote an SMS, or asked for a call back without showing a number, is called as every case is: reserved for this agent, now, with the numbers, the gate and the screen of a case.
 *
 * @throws DomainError task/no-target 409: nobody known, or in no running campaign; task/not-now 409 with the gate's sentence
 */
async function reserveWriter(sql: Sql, commands: CommandRunner, caller: Caller, task: TaskRow, now: Date) {
  const about = { personId: task.personId ?? 0, subjectId: task.subject?.id ?? null };
  const target = await selectTaskTarget(sql, about, await taskScope(sql, caller));
  if (!target)
    throw new DomainError('task/no-target', 409, '実施中の架電業務の対象ではないため、ここからは発信できません。');
  const callback = { at: now.toISOString(), agentId: caller.staffId };
  const { targets } = await commands.run('put_back', caller.staffId, { targetIds: [target.targetId], callback });
  const told = (Array.isArray(targets) ? (targets as PutBack[]) : [])[0];
  if (!told?.ok) throw new DomainError('task/not-now', 409, told?.message ?? '今は予約できません。');
  await noteTry(sql, task.id, null, now);
  return { task, callId: null, subjectId: target.subjectId };
}

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
): Promise<{ task: TaskRow; callId: string | null; subjectId: string }> {
  const task = await assertMine(sql, caller, id);
  const hidden = task.kind === 'asked_call_back' && task.number === null && task.personId !== null;
  if (task.kind === 'sms_reply' || hidden) return reserveWriter(sql, commands, caller, task, now);
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
