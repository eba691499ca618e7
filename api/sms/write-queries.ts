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
