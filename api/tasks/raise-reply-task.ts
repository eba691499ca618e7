import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { insertTask, selectLivingReplyTask } from './raise-queries.ts';

export interface ReplyTaskAsked {
  number: string;
  personId: number | null;
  subjectId: string | null;
  language: string | null;
  /** Product clock. */
  now: Date;
}

/** Whoever wrote waits for an answer, as one who left a message does. */
const DUE_MS = 4 * 3_600_000;

/** Inside the transaction that keeps the reply. Several messages from one telephone are one task, until somebody is done with it. @returns its id */
export async function raiseReplyTask(db: Queryable, asked: ReplyTaskAsked): Promise<string> {
  const living = await selectLivingReplyTask(db, asked.number);
  if (living) return living;
  const id = newId();
  const { now, ...about } = asked;
  const dueAt = new Date(now.getTime() + DUE_MS);
  await insertTask(db, { ...about, id, kind: 'sms_reply', callId: null, dueAt, createdAt: now });
  return id;
}
