import { z } from 'zod';
import type { SmsHandView, SmsMessageRow, SmsOfPerson } from '../../core/contracts/http/sms.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { MASK_TEXT, mayShow } from '../../core/rules/shield.ts';
import { smsRefusalText } from '../../core/rules/sms/refusal-words.ts';
import { SMS_STATE_NAMES, SMS_STATES } from '../../core/rules/sms/sms-state.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { visibleToViewer } from '../persons/person-card.ts';
import { selectUnprovenOnLine, selectViewerSubjects } from '../persons/queries.ts';
import { waitText } from './batch-routes.ts';
import { assertReachable, handView, sendByHand } from './by-hand.ts';
import { endOptOut, putOptOut } from './opt-out.ts';
import { resolveUncertain, selectMessages, selectSmsOfPerson } from './view-queries.ts';

const state = z.enum(SMS_STATES);
const moment = z.iso.datetime();
const messageSchema = z.object({
  id: z.uuid(),
  personId: z.number().int(),
  name: z.string(),
  masked: z.boolean(),
  numberTail: z.string().nullable(),
  state,
  reason: z.string().nullable(),
  parts: z.number().int().nullable(),
  createdAt: moment,
  sentAt: moment.nullable(),
  doneAt: moment.nullable(),
}) satisfies z.ZodType<SmsMessageRow>;
const ofPersonSchema = z.object({
  id: z.uuid(),
  at: moment,
  subjectName: z.string().nullable(),
  templateName: z.string(),
  state,
  stateName: z.string(),
  reason: z.string().nullable(),
  numberTail: z.string().nullable(),
  body: z.string().nullable(),
  staffName: z.string().nullable(),
  byHand: z.boolean(),
}) satisfies z.ZodType<SmsOfPerson>;
const handSchema = z.object({
  may: z.boolean(),
  message: z.string().nullable(),
  templates: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      text: z.string(),
      characters: z.number().int(),
      parts: z.number().int(),
    }),
  ),
  optedOut: z.boolean(),
}) satisfies z.ZodType<SmsHandView>;

const id = z.coerce.number().int().positive();
const callId = z.uuid().nullable().default(null);
const personAsked = {
  personId: id,
  targetId: id.nullable().default(null),
  callId,
  subjectId: z.string().min(1).max(20),
};

/** Why it was not sent, failed or waits, in words. */
function reasonOf(row: {
  state: string;
  refusal: string | null;
  why: string | null;
  error: string | null;
}): string | null {
  if (row.refusal) return smsRefusalText(row.refusal);
  if (row.state === 'waiting') return row.why && waitText(row.why);
  return row.state === 'failed' || row.state === 'uncertain' ? row.error : null;
}

export function smsMessageRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/sms/messages',
      summary: 'Messages of a send, by hand, or in one state; at most 200, what is uncertain first',
      permission: 'view_sms',
      query: z.object({ batchId: z.uuid().optional(), state: state.optional(), byHand: z.stringbool().default(false) }),
      response: z.array(messageSchema),
      async handler({ query, caller, audit }) {
        const rows = await selectMessages(sql, query, caller);
        await audit('list', { detail: { what: 'sms', batch: query.batchId ?? null, rows: rows.length } });
        return rows.map((row) => {
          const masked = !mayShow(row.shielded, caller);
          return {
            ...{ id: row.id, personId: masked ? 0 : row.personId, name: masked ? MASK_TEXT : row.name, masked },
            ...{
              numberTail: masked ? null : row.numberTail,
              state: row.state,
              parts: row.parts,
              reason: reasonOf(row),
            },
            createdAt: row.createdAt.toISOString(),
            sentAt: row.sentAt?.toISOString() ?? null,
            doneAt: row.doneAt?.toISOString() ?? null,
          };
        });
      },
    }),
    route({
      method: 'get',
      path: '/api/sms/hand',
      summary: 'Which texts may be sent to this person now, as they would read, or why none',
      permission: 'send_sms',
      query: z.object({ ...personAsked, phoneId: id.nullable().default(null) }),
      response: handSchema,
      handler: ({ query, caller }) => handView(sql, clock, caller, query),
    }),
    route({
      method: 'post',
      path: '/api/sms/messages',
      summary: 'One approved text to one person, past the gate that calls pass',
      permission: 'send_sms',
      // By hand: more at a time is a send, and a send is the city's to approve.
      limit: { most: 60, inSec: 3_600 },
      body: z.object({
        personId: z.number().int().positive(),
        targetId: z.number().int().positive().nullable().default(null),
        callId,
        subjectId: z.string().min(1).max(20),
        templateId: z.uuid(),
        phoneId: z.number().int().positive().nullable().default(null),
      }),
      response: z.object({ id: z.uuid() }),
      status: 201,
      async handler({ body, caller, audit }) {
        const message = await sendByHand(sql, clock, caller, body);
        const detail = { message, act: 'by_hand' };
        const { personId, subjectId, callId } = body;
        await audit('sms.send', { personId, subjectId, callId, detail });
        return { id: message };
      },
    }),
    route({
      method: 'post',
      path: '/api/sms/messages/:id/resolve',
      summary: 'A person found out whether an uncertain message left; it is sent again only by hand',
      permission: 'manage_sms',
      params: z.object({ id: z.uuid() }),
      body: z.object({ as: z.enum(['sent', 'not_sent']) }),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const found = await resolveUncertain(sql, params.id, body.as, caller, clock.now());
        if (!found) throw new DomainError('sms/not-uncertain', 409, 'この送信はもう結果が決まっています。');
        await audit('sms.resolve', { ...found, detail: { message: params.id, as: body.as } });
      },
    }),
    route({
      method: 'post',
      path: '/api/sms/opt-out',
      summary: 'The person wants no SMS, from now; taking it back is the city’s',
      permission: 'send_sms',
      body: z.object({
        personId: z.number().int().positive(),
        targetId: z.number().int().positive().nullable().default(null),
        callId,
        on: z.boolean(),
      }),
      response: 'none',
      async handler({ body, caller, audit }) {
        await assertReachable(sql, caller, body);
        const now = clock.now();
        const { date: today } = tokyoTime(now);
        if (!body.on && !caller.permissions.has('decide'))
          throw new DomainError('sms/opt-out-stays', 403, 'SMS禁止を解けるのは市の職員だけです。');
        if (body.on) await putOptOut(sql, body.personId, today, now);
        else await endOptOut(sql, body.personId, today);
        await audit('sms.opt_out', { personId: body.personId, callId: body.callId, detail: { on: body.on } });
      },
    }),
    route({
      method: 'get',
      path: '/api/persons/:id/sms',
      summary: 'Messages to a person with what became of them, for the case’s time line',
      permission: 'view_person',
      params: z.object({ id }),
      response: z.array(ofPersonSchema),
      async handler({ params, caller, audit }) {
        await assertReachable(sql, caller, { personId: params.id, targetId: null, callId: null });
        const visible = visibleToViewer(await selectViewerSubjects(sql, caller));
        // The name of a tax is a debt fact of its own.
        const unproven = (await selectUnprovenOnLine(sql, caller.staffId)).includes(params.id);
        const rows = (await selectSmsOfPerson(sql, params.id)).filter(({ source }) => visible(source));
        await audit('view_person', { personId: params.id, detail: { what: 'sms', rows: rows.length } });
        return rows.map((row) => ({
          ...{ id: row.id, at: row.at.toISOString(), templateName: row.templateName, state: row.state, body: row.body },
          ...{ numberTail: row.numberTail, staffName: row.staffName, byHand: row.byHand },
          stateName: SMS_STATE_NAMES[row.state],
          subjectName: unproven ? null : row.subjectName,
          reason: reasonOf(row),
        }));
      },
    }),
  ];
}
