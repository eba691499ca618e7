import type { SmsByHand, SmsHandView } from '../../core/contracts/http/sms.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { smsRefusalText } from '../../core/rules/sms/refusal-words.ts';
import { countersSince, smsLimits, withinSmsCaps } from '../../core/rules/sms/sms-limits.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { assertOwnTarget } from '../desk/own-work.ts';
import type { Caller } from '../http/caller.ts';
import { selectInboundCall } from '../inbound/queries.ts';
import { personNotFound } from '../persons/person-card.ts';
import { selectPerson, selectViewerSubjects } from '../persons/queries.ts';
import { isInvented } from '../training/queries.ts';
import { compose } from './compose.ts';
import { countSent, selectReachable, selectSmsLine } from './line-queries.ts';
import { maySend, type SmsSender, smsFacts } from './sms-gate.ts';
import { selectApproved } from './template-queries.ts';
import { insertMessage, lockHand, sentByHandSince } from './write-queries.ts';

type Asked = Pick<SmsByHand, 'personId' | 'targetId' | 'callId' | 'subjectId' | 'phoneId'>;

/** By hand a person gets no second message before this: what the first one did is not known sooner. */
const JUST_SENT_MS = 10 * 60_000;

/** Whether the worker's link is up is asked when it sends; here the way is there, and nothing speaks against it. */
const WAY = { name: 'worker', kind: 'simulator', ready: true };

/**
 * The person in hand, the one who is on the caller's own line, or one whom the caller may see at all.
 *
 * @throws DomainError `case/not-yours` 403, `person/not-found` 404, `person/shielded` 403, `sms/training` 409
 */
export async function assertReachable(
  db: Queryable,
  caller: Caller,
  { personId, targetId, callId, subjectId }: Pick<Asked, 'personId' | 'targetId' | 'callId'> & { subjectId?: string },
): Promise<void> {
  if (targetId !== null && caller.permissions.has('desk')) {
    const work = await assertOwnTarget(db, caller.staffId, targetId);
    if (work.person_id !== personId || (subjectId !== undefined && work.subject_id !== subjectId))
      throw personNotFound();
    return assertNotInvented(db, personId);
  }
  if (callId !== null && caller.permissions.has('desk')) {
    const call = await selectInboundCall(db, callId, caller.staffId);
    if (!call?.mine || call.personId !== personId || (subjectId !== undefined && call.line?.subjectId !== subjectId))
      throw personNotFound();
    await assertNotInvented(db, personId);
  } else if (!caller.permissions.has('view_person')) throw personNotFound();
  const subjects = await selectViewerSubjects(db, caller);
  const person = await selectPerson(db, personId, subjects?.map(({ subjectId }) => subjectId) ?? null);
  if (!person) throw personNotFound();
  if (!mayShow(person.shielded, caller))
    throw new DomainError('person/shielded', 403, '支援措置の方を扱う権限がありません。');
}

async function assertNotInvented(db: Queryable, personId: number): Promise<void> {
  if (await isInvented(db, personId))
    throw new DomainError('sms/training', 409, '研修の方には送信できません。本番ではここから文面を選びます。');
}

/** What may be sent to this person now, and how it would read. */
export async function handView(sql: Sql, clock: Clock, caller: Caller, asked: Asked): Promise<SmsHandView> {
  await assertReachable(sql, caller, asked);
  const judged = await judge(sql, clock, caller, asked);
  const { line, person } = judged;
  const templates = await selectApproved(sql, asked.subjectId, person.language);
  return {
    may: judged.refusal === null,
    message: judged.refusal,
    optedOut: judged.optedOut,
    templates: templates.flatMap(({ id, name, body }) => {
      const made = compose(body, line, {}, person.names);
      if (!made.ok) return [];
      return [{ id, name, text: made.text, characters: made.split.units, parts: made.split.parts.length }];
    }),
  };
}

/**
 * One message by hand: judged now, so that the agent hears at once why not, and once more by the worker right before it leaves.
 *
 * @throws DomainError `sms/refused` 409 with the gate's code, `sms/template-not-found` 404, and those of `assertReachable`
 */
export async function sendByHand(sql: Sql, clock: Clock, caller: Caller, asked: SmsByHand): Promise<string> {
  await assertReachable(sql, caller, asked);
  return sql.begin(async (tx) => {
    await lockHand(tx, asked.personId);
    return write(tx, clock, caller, asked);
  });
}

async function write(tx: Queryable, clock: Clock, caller: Caller, asked: SmsByHand): Promise<string> {
  const judged = await judge(tx, clock, caller, asked);
  if (judged.refusal !== null) throw new DomainError('sms/refused', 409, judged.refusal, { code: judged.code });
  const template = (await selectApproved(tx, asked.subjectId, judged.person.language)).find(
    ({ id }) => id === asked.templateId,
  );
  if (!template) throw new DomainError('sms/template-not-found', 404, 'テンプレートが見つかりません。');
  const made = compose(template.body, judged.line, {}, judged.person.names);
  if (!made.ok) throw new DomainError('sms/refused', 409, smsRefusalText(made.code), { code: made.code });
  const id = newId();
  await insertMessage(tx, {
    ...asked,
    targetId: judged.targetId,
    id,
    batchId: null,
    merge: {},
    createdBy: caller.staffId,
    now: clock.now(),
  });
  return id;
}

async function judge(db: Queryable, clock: Clock, caller: Caller, asked: Asked) {
  const now = clock.now();
  const line = await selectSmsLine(db, asked.subjectId, tokyoTime(now).date);
  const targetId = caller.permissions.has('desk') ? asked.targetId : null;
  const person = await selectReachable(db, asked.personId, targetId);
  if (!line || !person) throw personNotFound();
  const sender: SmsSender = {
    privileged: caller.privileged,
    subjectScope: caller.subjectScope,
    centreScope: caller.centreScope,
  };
  const cap = withinSmsCaps(now, smsLimits(line.sms), await countSent(db, countersSince(now)));
  const onMyLine = asked.callId !== null;
  const question = { ...asked, ...person, targetId, onMyLine };
  const verdict = await maySend(db, smsFacts(line, clock, WAY, sender, person), question);
  const refused = verdict.ok
    ? ((await whatElse(db, asked.personId, now)) ?? (cap && { code: cap.code, message: '' }))
    : verdict;
  return {
    line,
    person,
    targetId,
    code: refused?.code ?? 'ok',
    refusal: refused ? smsRefusalText(refused.code, refused.message || undefined) : null,
    optedOut: !verdict.ok && verdict.code === 'stopped' && 'value' in verdict && verdict.value === 'no_sms',
  };
}

/** A second press of the button, or a colleague who had the same thought. */
async function whatElse(db: Queryable, personId: number, now: Date): Promise<{ code: string; message: string } | null> {
  const since = new Date(now.getTime() - JUST_SENT_MS);
  return (await sentByHandSince(db, personId, since)) ? { code: 'just_sent', message: '' } : null;
}
