import type { Clock } from '../../core/platform/clock.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { closeReminder, selectWaitingSmsReminders, type WaitingReminder } from '../promises/reminder-queries.ts';
import { collectAfterAttempts, finishBatches, selectReminderBatch, selectReminderMessage } from './batch-queries.ts';
import { insertMessage } from './write-queries.ts';

const AT_ONCE = 500;

/** What asks for a message by itself, where the city approved it: in vain in three bands, and a promise whose date is near. */
export async function collectFallbacks(sql: Sql, clock: Clock): Promise<void> {
  const now = clock.now();
  await sql.begin((tx) => collectAfterAttempts(tx, now, AT_ONCE));
  const { date: today } = tokyoTime(now);
  for (const reminder of await selectWaitingSmsReminders(sql, today, AT_ONCE))
    await sql.begin((tx) => followReminder(tx, reminder, now));
  await finishBatches(sql, now);
}

/** A wish becomes a message once, and hears what became of it. */
async function followReminder(tx: TransactionSql, reminder: WaitingReminder, now: Date): Promise<void> {
  const message = await selectReminderMessage(tx, reminder.promiseId);
  if (!message) return raise(tx, reminder, now);
  const { state, refusal } = message;
  if (state === 'waiting' || state === 'sending') return;
  const refused = state === 'refused' || state === 'failed';
  await closeReminder(tx, reminder.promiseId, {
    state: refused ? 'refused' : 'done',
    outcome: refused ? (refusal ?? 'failed') : null,
    now,
  });
}

async function raise(
  tx: TransactionSql,
  { promiseId, personId, subjectId, promisedOn }: WaitingReminder,
  now: Date,
): Promise<void> {
  const batch = await selectReminderBatch(tx, subjectId);
  if (!batch) return;
  const on = `${Number(promisedOn.slice(5, 7))}月${Number(promisedOn.slice(8))}日`;
  await insertMessage(tx, {
    id: newId(),
    batchId: batch.id,
    personId,
    targetId: null,
    subjectId,
    templateId: batch.templateId,
    phoneId: null,
    merge: { promise: promiseId, promise_date: on },
    createdBy: batch.createdBy,
    now,
  });
}
