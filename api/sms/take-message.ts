import type { Clock } from '../../core/platform/clock.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { countersSince, smsLimits, withinSmsCaps } from '../../core/rules/sms/sms-limits.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { compose } from './compose.ts';
import { countSent, type SmsLineRow, selectReachable, selectSmsLine } from './line-queries.ts';
import {
  isReminderOver,
  lockNextMessage,
  lockPerson,
  lockSending,
  markSending,
  postponeMessage,
  postponeSubject,
  refuseMessage,
  selectTemplateInLanguage,
  type WaitingMessage,
} from './message-queries.ts';
import { BY_ITSELF, maySend, maySendNow, type SmsWay, smsFacts } from './sms-gate.ts';
import type { OutgoingSms } from './transports/transport.ts';

export type Taken =
  | { kind: 'send'; message: OutgoingSms }
  /** Looked at and not sent; there may be another. `error`: it could not even be judged, and waits behind the others. */
  | { kind: 'skipped'; id?: string; error?: unknown }
  /** Nothing may go now, or nothing waits. */
  | { kind: 'nothing' };

const DAY_MS = 86_400_000;
/** What has no time of its own (a campaign that is paused, a person somebody speaks with) is looked at again after this. */
const RETRY_MS = 600_000;
/** Somebody is about to call: known in a moment. */
const HELD_RETRY_MS = 60_000;
const WORKER = { staffId: null, login: 'worker', role: null, ip: null };

/**
 * The next message, past the whole gate at this very moment, and marked `sending` in one transaction: window, caps over all channels, stops,
 * shield, sharing, number, the city's counters, the text. What may not go says why and waits, or is out.
 */
export async function takeMessage(sql: Sql, clock: Clock, way: SmsWay): Promise<Taken> {
  let id: string | undefined;
  try {
    return await sql.begin(async (tx) => {
      await lockSending(tx);
      const waiting = await lockNextMessage(tx, clock.now());
      id = waiting?.id;
      return waiting ? await take(tx, clock, way, waiting) : { kind: 'nothing' };
    });
  } catch (error) {
    if (id === undefined) throw error;
    // One that cannot be judged must not stand in front of all others.
    await postponeMessage(sql, id, new Date(clock.now().getTime() + RETRY_MS), 'failed_inside');
    return { kind: 'skipped', id, error };
  }
}

async function take(tx: TransactionSql, clock: Clock, way: SmsWay, waiting: WaitingMessage): Promise<Taken> {
  const now = clock.now();
  const { date: today } = tokyoTime(now);
  const line = await selectSmsLine(tx, waiting.subjectId, today);
  const person = await selectReachable(tx, waiting.personId, waiting.targetId);
  if (!line || !person) return refused(tx, waiting, 'person_unknown', now);
  const limits = smsLimits(line.sms);
  if (now.getTime() - waiting.createdAt.getTime() > limits.keepDays * DAY_MS)
    return refused(tx, waiting, 'expired', now);
  if (await isReminderOver(tx, waiting.merge['promise'])) return refused(tx, waiting, 'reminder_over', now);
  const cap = withinSmsCaps(now, limits, await countSent(tx, countersSince(now)));
  if (cap) {
    await postponeSubject(tx, null, now, cap.again, cap.code);
    return { kind: 'skipped' };
  }
  if (!(await lockPerson(tx, waiting.personId))) {
    await postponeMessage(tx, waiting.id, new Date(now.getTime() + HELD_RETRY_MS), 'held_elsewhere');
    return { kind: 'skipped' };
  }
  return judge(tx, clock, way, waiting, line, person);
}

async function judge(
  tx: TransactionSql,
  clock: Clock,
  way: SmsWay,
  waiting: WaitingMessage,
  line: SmsLineRow,
  person: { language: string | null; names: string[]; campaignId: string | null; running: boolean },
): Promise<Taken> {
  const facts = smsFacts(line, clock, way, waiting.sender ?? BY_ITSELF, person);
  const { now } = facts;
  const closed = maySendNow({ ...facts, running: true });
  if (closed && (closed.code === 'no_trunk' || closed.code === 'trunk_full' || closed.code === 'clock_simulated'))
    return { kind: 'nothing' };
  if (closed && waiting.batchId !== null) {
    await postponeSubject(tx, waiting.subjectId, now, closed.again ?? new Date(now.getTime() + RETRY_MS), closed.code);
    return { kind: 'skipped' };
  }
  const verdict = await maySend(tx, facts, { ...waiting, ...person });
  if (!verdict.ok) {
    if (verdict.effect === 'withdraw' || verdict.effect === 'done') return refused(tx, waiting, verdict.code, now);
    await postponeMessage(tx, waiting.id, verdict.again ?? new Date(now.getTime() + RETRY_MS), verdict.code);
    return { kind: 'skipped' };
  }
  const template = await templateFor(tx, waiting, person.language);
  if (!template) return refused(tx, waiting, 'template_retired', now);
  const text = compose(template.body, line, waiting.merge, person.names);
  const { digits } = verdict.phone;
  if (!text.ok || digits === null) return refused(tx, waiting, text.ok ? 'no_phone' : text.code, now);
  const { parts, encoding } = text.split;
  const chosen = { templateId: template.id, phoneId: verdict.phone.id, digits, body: text.text, parts: parts.length };
  await markSending(tx, waiting.id, { ...chosen, transport: way.name, now });
  const detail = { message: waiting.id, batch: waiting.batchId, parts: parts.length };
  await writeAudit(tx, WORKER, 'sms.send', { personId: waiting.personId, subjectId: waiting.subjectId, detail }, now);
  return { kind: 'send', message: { reference: waiting.id, to: digits, encoding, parts } };
}

/** Retired since it was asked for: nothing goes out in words that the city took back. */
async function templateFor(tx: TransactionSql, { template, subjectId }: WaitingMessage, language: string | null) {
  const own = language ? await selectTemplateInLanguage(tx, { kind: template.kind, subjectId, language }) : undefined;
  return own ?? (template.state === 'approved' ? template : undefined);
}

async function refused(tx: TransactionSql, { id }: WaitingMessage, code: string, now: Date): Promise<Taken> {
  await refuseMessage(tx, id, code, now);
  return { kind: 'skipped' };
}
