import { randomUUID } from 'node:crypto';
import { smsSender } from '../../api/sms/sms-sender.ts';
import type {
  DeliveryReport,
  Found,
  IncomingSms,
  OutgoingSms,
  SendOutcome,
  SmsListener,
  SmsTransport,
} from '../../api/sms/transports/transport.ts';
import { type Clock, simulatedClock } from '../../core/platform/clock.ts';
import { createLogger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';

/** A carrier that does what the test says, and remembers what it was asked. */
export class ScriptedCarrier implements SmsTransport {
  readonly kind = 'simulator';
  readonly name = 'scripted';
  readonly window = 5;
  readonly perSecond = 200;
  readonly sent: OutgoingSms[] = [];
  up = true;
  answer: (message: OutgoingSms, times: number) => SendOutcome | Promise<SendOutcome> = ({ reference, parts }) => ({
    kind: 'accepted',
    providerIds: parts.map((_, part) => `${reference}-${part}`),
  });
  find?: (reference: string) => Promise<Found>;
  report: (report: DeliveryReport) => Promise<void> = async () => undefined;
  reply: (reply: IncomingSms) => Promise<void> = async () => undefined;

  ready(): boolean {
    return this.up;
  }
  async start(listener: SmsListener): Promise<void> {
    this.report = (report) => listener.report(report);
    this.reply = (reply) => listener.reply(reply);
  }
  async stop(): Promise<void> {
    this.up = false;
  }
  async send(message: OutgoingSms): Promise<SendOutcome> {
    this.sent.push(message);
    return this.answer(message, this.sent.filter(({ reference }) => reference === message.reference).length);
  }
}

export const GOOD_BODY = '【{city}】お伝えしたいことがあります。{section} {phone} へお電話ください。';

export async function seedTemplate(
  sql: Sql,
  options: { kind?: string; body?: string; language?: string; subjectId?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await sql`insert into sms_template (id, name, version, kind, subject_id, language, body, state, created_at, approved_at)
    values (${id}, ${`文面 ${id}`}, 1, ${options.kind ?? 'call_back'}, ${options.subjectId ?? null}, ${options.language ?? null},
      ${options.body ?? GOOD_BODY}, 'approved', '2026-11-01', '2026-11-02')`;
  return id;
}

export async function seedBatch(
  sql: Sql,
  templateId: string,
  options: { subjectId?: string; source?: string; state?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await sql`insert into sms_batch (id, name, template_id, subject_id, source, state, created_at, started_at)
    values (${id}, '送信', ${templateId}, ${options.subjectId ?? '01'}, ${options.source ?? 'list'}, ${options.state ?? 'sending'},
      '2026-11-19', '2026-11-19')`;
  return id;
}

export async function seedMessage(
  sql: Sql,
  personId: number,
  templateId: string,
  batchId: string | null,
  createdAt = '2026-11-20T00:00:00Z',
): Promise<string> {
  const id = randomUUID();
  await sql`insert into sms_message (id, batch_id, person_id, subject_id, template_id, state, created_at)
    values (${id}, ${batchId}, ${personId}, '01', ${templateId}, 'waiting', ${createdAt})`;
  return id;
}

export const clockAt = (text: string): Clock =>
  simulatedClock({ realAnchorMs: Date.now(), simulatedAnchorMs: Date.parse(`${text}+09:00`), speed: 1 });

export const senderOf = (sql: Sql, transport: SmsTransport, clock: Clock) =>
  smsSender({ sql, transport, clock, logger: createLogger('sms-test', process.env['LOG_LEVEL'] ?? 'silent') });

export interface StoredMessage {
  id: string;
  state: string;
  refusal: string | null;
  why: string | null;
  nextAt: Date | null;
  sentAt: Date | null;
  error: string | null;
  body: string | null;
  parts: number | null;
}

export function messages(sql: Sql): Promise<StoredMessage[]> {
  return sql<StoredMessage[]>`
    select id, state, refusal, why_waiting as why, next_at as "nextAt", sent_at as "sentAt", error, body, parts
    from sms_message order by created_at, id`;
}

export async function messageOf(sql: Sql, id: string): Promise<StoredMessage> {
  const found = (await messages(sql)).find((one) => one.id === id);
  if (!found) throw new Error('no such message');
  return found;
}
