import { z } from 'zod';
import type {
  InboundCase,
  InboundPop,
  InboundSettings,
  ReturnRates,
  WaitingCall,
} from '../../core/contracts/http/inbound.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { INBOUND_TEXTS, type InboundParameters, TEXT_LIMIT } from '../../core/rules/inbound/inbound-parameters.ts';
import { SENT_CHANNELS } from '../../core/rules/inbound/propose-cause.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { INBOUND_CLASSES } from '../../core/rules/vocabulary.ts';
import { caseViewSchema, subjectViewSchema } from '../desk/case-schema.ts';
import { debtQuerySchema, debtViewSchema } from '../desk/debt-schema.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { personCardSchema } from '../persons/routes.ts';
import { inboundCase, inboundDebt } from './inbound-case.ts';
import { inboundPop } from './inbound-pop.ts';
import { pickCaller } from './pick-caller.ts';
import { selectWaiting } from './queries.ts';
import { returnRate } from './return-rate.ts';
import { readInboundSettings, saveInboundSettings } from './settings.ts';
import { waitingFor } from './waiting-for.ts';

const byCall = z.object({ callId: z.uuid() });
const subject = subjectViewSchema.nullable();
const channel = z.enum(SENT_CHANNELS);

const waitingSchema = z.object({
  callId: z.uuid(),
  subject,
  since: z.iso.datetime(),
  place: z.number().int(),
  language: z.string().nullable(),
}) satisfies z.ZodType<WaitingCall>;
const popSchema = z.object({
  callId: z.uuid(),
  subject,
  known: z.enum(['withheld', 'odd', 'unknown', 'one', 'shared']),
  number: z.string().nullable(),
  language: z.string().nullable(),
  connected: z.boolean(),
  candidates: z.array(
    z.object({
      personId: z.number().int(),
      name: z.string(),
      kana: z.string(),
      shielded: z.boolean(),
      why: z.array(
        z.object({
          kind: z.enum(['they_called', 'we_called', 'sms', 'has_number', 'role', 'household']),
          at: z.iso.datetime().nullable(),
        }),
      ),
    }),
  ),
  personId: z.number().int().nullable(),
  cause: z.object({ kind: channel, id: z.string(), at: z.iso.datetime() }).nullable(),
  earlier: z.array(
    z.object({
      at: z.iso.datetime(),
      by: z.string(),
      inboundClass: z.enum(INBOUND_CLASSES).nullable(),
      note: z.string(),
    }),
  ),
}) satisfies z.ZodType<InboundPop>;
const caseSchema = z.object({
  callId: z.uuid(),
  subject,
  card: personCardSchema,
  labels: caseViewSchema.shape.labels,
  identityPassed: z.boolean(),
}) satisfies z.ZodType<InboundCase>;

const text = z.string().max(TEXT_LIMIT).nullable();
const whole = z.number().int();
const parametersSchema = z.strictObject({
  ...(Object.fromEntries(INBOUND_TEXTS.map((name) => [name, text])) as Record<
    (typeof INBOUND_TEXTS)[number],
    typeof text
  >),
  positionEverySec: whole,
  keepPlace: z.boolean(),
  lastAgentSec: whole,
  lastAgentDays: whole,
  languageSec: whole,
  voicemailClosed: z.boolean(),
  voicemailBusy: z.boolean(),
  voicemailMaxSec: whole,
  closedTasks: z.boolean(),
  taskDueMin: whole,
}) satisfies z.ZodType<InboundParameters>;
const settingsSchema = z.object({
  today: z.iso.date(),
  versions: z.array(z.object({ validFrom: z.string(), value: parametersSchema })),
}) satisfies z.ZodType<InboundSettings>;
const ratesSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  note: z.string(),
  channels: z.array(
    z.object({ channel, name: z.string(), sent: whole, returned: whole, percent: z.number().nullable() }),
  ),
}) satisfies z.ZodType<ReturnRates>;

/** Citizens who call: who it may be, who it is, and what the city decided about such calls. */
export function inboundRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  return [...callRoutes(deps, commands), ...caseRoutes(deps), ...settingRoutes(deps), rateRoute(deps)];
}

/** More calls at once than any centre has. */
const VIEWS_KEPT = 2_000;

/** The desk asks again each second until the two are joined: one view, written down once. Forgotten by a restart, it is written again. */
function firstViews(): (view: string) => boolean {
  const seen = new Set<string>();
  return (view) => {
    if (seen.has(view)) return false;
    if (seen.size >= VIEWS_KEPT) seen.clear();
    seen.add(view);
    return true;
  };
}

function callRoutes({ sql, clock }: ApiDeps, commands: CommandRunner): Route[] {
  const isNewView = firstViews();
  return [
    route({
      method: 'get',
      path: '/api/inbound/waiting',
      summary: 'Citizens who wait on my lines and whom nobody has yet; names nobody',
      permission: 'desk',
      response: z.array(waitingSchema),
      handler: async ({ caller }) => waitingFor(sql, caller, await selectWaiting(sql)),
    }),
    route({
      method: 'get',
      path: '/api/inbound/calls/:callId',
      summary: 'Who calls, as far as anybody knows: names and why, nothing of a debt',
      permission: 'desk',
      params: byCall,
      response: popSchema,
      async handler({ params: { callId }, caller, audit }) {
        const pop = await inboundPop(sql, caller, callId, clock.now());
        const persons = pop.candidates.length;
        if (persons > 0 && isNewView(`${caller.staffId} ${callId} ${persons}`))
          await audit('list', { callId, subjectId: pop.subject?.id ?? null, detail: { what: 'inbound_pop', persons } });
        return pop;
      },
    }),
    route({
      method: 'post',
      path: '/api/inbound/calls/:callId/person',
      summary: 'The caller is this person; null: nobody I found. The identity check begins anew',
      permission: 'desk',
      // Each opens a person's card: nobody takes calls at such a pace.
      limit: { most: 120, inSec: 3_600 },
      params: byCall,
      body: z.strictObject({ personId: z.number().int().positive().nullable(), via: z.enum(['number', 'search']) }),
      response: 'none',
      async handler({ params: { callId }, body: { personId, via }, caller, audit }) {
        const call = await pickCaller(sql, commands, caller, callId, personId);
        await audit('call.person', {
          personId,
          callId,
          subjectId: call.line?.subjectId ?? null,
          detail: { via, before: call.personId },
        });
      },
    }),
  ];
}

function caseRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/inbound/calls/:callId/case',
      summary: 'The person I chose for my call, without amounts',
      permission: 'desk',
      params: byCall,
      response: caseSchema,
      async handler({ params: { callId }, caller, audit }) {
        const view = await inboundCase(sql, caller, callId, clock.now());
        await audit('view_person', {
          personId: view.card.person.id,
          callId,
          subjectId: view.subject?.id ?? null,
          detail: { masked: view.card.masked },
        });
        return view;
      },
    }),
    route({
      method: 'get',
      path: '/api/inbound/calls/:callId/debt',
      summary: 'Amounts and charges of the person on the line; only after this very person passed the identity check',
      permission: 'desk',
      params: byCall,
      query: debtQuerySchema,
      response: debtViewSchema,
      async handler({ params: { callId }, query, caller, audit }) {
        const { personId, view } = await inboundDebt(sql, caller, callId, clock.now(), query.on);
        await audit('view_debt', { personId, callId });
        return view;
      },
    }),
  ];
}

function settingRoutes({ sql, clock }: ApiDeps): Route[] {
  const path = '/api/inbound/settings';
  const today = () => tokyoTime(clock.now()).date;
  return [
    route({
      method: 'get',
      path,
      summary: 'Texts and limits of calls that come in, every version',
      permission: 'view_dialling',
      response: settingsSchema,
      handler: () => readInboundSettings(sql, today()),
    }),
    route({
      method: 'put',
      path,
      summary: 'Texts and limits of calls that come in, from a day on',
      permission: 'edit_dialling',
      body: z.strictObject({ validFrom: z.iso.date(), value: parametersSchema }),
      response: settingsSchema,
      async handler({ body, caller, audit }) {
        const what = await saveInboundSettings(sql, caller, body, today());
        await audit('setting.save', {
          detail: { key: 'inbound', validFrom: body.validFrom, what: what.slice(0, 1_000) },
        });
        return readInboundSettings(sql, today());
      },
    }),
  ];
}

const MOST_DAYS = 366;

function rateRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/inbound/return-rate',
    summary: '返電率: how much of what was sent over each channel was answered by a call',
    permission: 'view_campaigns',
    query: z.object({ from: z.iso.date(), to: z.iso.date() }),
    response: ratesSchema,
    async handler({ query: { from, to }, caller }) {
      if (to < from || to > addDays(from, MOST_DAYS))
        throw new DomainError('goals/period', 422, '期間は1年以内で、開始日を終了日より前にしてください。');
      return returnRate(sql, caller, { from, to });
    },
  });
}
