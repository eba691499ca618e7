import type { Queryable } from '../../core/platform/postgres.ts';

export interface Answered {
  messageId: string;
  personId: number;
  subjectId: string;
  language: string | null;
}

/** Our newest message to a telephone: that is what is answered. A number that is nobody's any more leads to nobody. */
export async function selectAnswered(db: Queryable, digits: string): Promise<Answered | undefined> {
  const [row] = await db<Answered[]>`
    select m.id as "messageId", m.person_id as "personId", m.subject_id as "subjectId", p.language
    from sms_message m join person p on p.id = m.person_id
    where m.digits = ${digits} and m.sent_at is not null
      and exists (select 1 from phone_number n where n.person_id = m.person_id and n.digits = m.digits and n.gone_at is null)
    order by m.sent_at desc limit 1`;
  return row;
}

export interface NewReply {
  transport: string;
  reference: string | null;
  digits: string;
  text: string;
  messageId: string | null;
  stopped: boolean;
  now: Date;
}

/** @returns null when it was told before: by its name, or where it has none by the same words within ten minutes */
export async function insertReply(db: Queryable, reply: NewReply): Promise<number | null> {
  const [row] = await db<{ id: number }[]>`
    insert into sms_reply (transport, reference, digits, body, message_id, stopped, received_at)
    select ${reply.transport}, ${reply.reference}, ${reply.digits}, ${reply.text.slice(0, 2_000)}, ${reply.messageId}, ${reply.stopped}, ${reply.now}
    where ${reply.reference}::text is not null or not exists (select 1 from sms_reply r where r.digits = ${reply.digits}
      and r.body = ${reply.text.slice(0, 2_000)} and r.received_at > ${reply.now}::timestamptz - interval '10 minutes')
    on conflict (transport, reference) where reference is not null do nothing returning id`;
  return row?.id ?? null;
}

export async function linkReply(db: Queryable, id: number, taskId: string): Promise<void> {
  await db`update sms_reply set task_id = ${taskId} where id = ${id}`;
}
