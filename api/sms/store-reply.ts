import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { plainText } from '../../core/rules/sms/plain-text.ts';
import { asksToStop } from '../../core/rules/sms/stop-words.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { raiseReplyTask } from '../tasks/raise-reply-task.ts';
import { putOptOut } from './opt-out.ts';
import { insertReply, linkReply, selectAnswered } from './reply-queries.ts';
import type { IncomingSms } from './transports/transport.ts';

/** Of a telephone, or of a message with its carrier. */
const LONGEST_NAME = 200;
const WORKER = { staffId: null, login: 'worker', role: null, ip: null };

/**
 * What a telephone wrote becomes somebody's task, with the person of our newest message to it. Words that ask for no more messages are heeded
 * at once; a person looks at them all the same.
 */
export async function storeReply(sql: Sql, transport: string, heard: IncomingSms, now: Date): Promise<void> {
  const reply = readable(heard);
  await sql.begin(async (tx) => {
    const answered = await selectAnswered(tx, reply.digits);
    const stopped = asksToStop(reply.text);
    const id = await insertReply(tx, { ...reply, transport, messageId: answered?.messageId ?? null, stopped, now });
    if (id === null) return;
    if (stopped && answered) await stop(tx, answered, now);
    const taskId = await raiseReplyTask(tx, {
      number: reply.digits,
      personId: answered?.personId ?? null,
      subjectId: answered?.subjectId ?? null,
      language: answered?.language ?? null,
      now,
    });
    await linkReply(tx, id, taskId);
  });
}

/** Anybody may write here. What no database takes would be told again and again, before everybody else's; what turns words around would be shown. */
function readable({ digits, text, reference }: IncomingSms): IncomingSms {
  const name = (words: string) => plainText(words).replaceAll('\n', '').slice(0, LONGEST_NAME);
  return { digits: name(digits), text: plainText(text), reference: reference === null ? null : name(reference) };
}

async function stop(
  tx: TransactionSql,
  { personId, subjectId }: { personId: number; subjectId: string },
  now: Date,
): Promise<void> {
  await putOptOut(tx, personId, tokyoTime(now).date, now);
  await writeAudit(tx, WORKER, 'sms.opt_out', { personId, subjectId, detail: { on: true, by: 'reply' } }, now);
}
