import type { Queryable } from '../../core/platform/postgres.ts';

export interface NewMessage {
  id: string;
  batchId: string | null;
  personId: number;
  targetId: number | null;
  subjectId: string;
  templateId: string;
  /** Chosen by hand; null = the gate chooses. */
  phoneId: number | null;
  /** What only this message says; `promise` is kept with it and merged nowhere. */
  merge: Readonly<Record<string, string>>;
  createdBy: string | null;
  now: Date;
}

export async function insertMessage(db: Queryable, message: NewMessage): Promise<void> {
  await db`
    insert into sms_message (id, batch_id, person_id, target_id, subject_id, template_id, phone_id, merge, state, created_by, created_at)
    values (${message.id}, ${message.batchId}, ${message.personId}, ${message.targetId}, ${message.subjectId}, ${message.templateId},
      ${message.phoneId}, ${db.json({ ...message.merge })}, 'waiting', ${message.createdBy}, ${message.now})`;
}

/** Two who write to one person at the same moment wait for each other. */
export async function lockHand(db: Queryable, personId: number): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtext(${`toritsugi/sms/hand/${personId}`}))`;
}

/** A message by hand that waits, or was written since then and not refused. */
export async function sentByHandSince(db: Queryable, personId: number, since: Date): Promise<boolean> {
  const rows = await db`
    select 1 from sms_message where person_id = ${personId} and batch_id is null
      and (state in ('waiting', 'sending') or (created_at > ${since} and state not in ('refused', 'failed'))) limit 1`;
  return rows.length > 0;
}
