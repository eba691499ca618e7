import { z } from 'zod';
import type { SmsBatchRow } from '../../core/contracts/http/sms.ts';
import { smsRefusalText } from '../../core/rules/sms/refusal-words.ts';
import { SMS_STATES, type SmsState } from '../../core/rules/sms/sms-state.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { askBatch, type BatchChange, changeBatch } from './batches.ts';
import { type StoredBatch, selectBatches } from './view-queries.ts';

const source = z.enum(['list', 'after_attempts', 'reminder']);
const countsSchema = z.object(
  Object.fromEntries(SMS_STATES.map((state) => [state, z.number().int()])) as Record<SmsState, z.ZodNumber>,
);
const batchSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  source,
  subjectId: z.string(),
  templateName: z.string(),
  listName: z.string().nullable(),
  state: z.enum(['draft', 'requested', 'approved', 'sending', 'paused', 'done', 'cancelled']),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  counts: countsSchema,
  parts: z.number().int(),
  nextAt: z.iso.datetime().nullable(),
  waitsFor: z.string().nullable(),
}) satisfies z.ZodType<SmsBatchRow>;

export function smsBatchRoutes(deps: ApiDeps): Route[] {
  const { sql, clock } = deps;
  return [
    route({
      method: 'get',
      path: '/api/sms/batches',
      summary: 'Sends of SMS with what became of them',
      permission: 'view_sms',
      response: z.array(batchSchema),
      async handler({ caller }) {
        return (await selectBatches(sql, caller, clock.now())).map(batchView);
      },
    }),
    route({
      method: 'post',
      path: '/api/sms/batches',
      summary: 'Ask the city for a send: to an approved list, after failed attempts, or as reminders',
      permission: 'manage_sms',
      body: z.object({
        name: z.string().trim().min(1).max(60),
        templateId: z.uuid(),
        subjectId: z.string().min(1).max(20),
        source,
        callListId: z.uuid().nullable(),
      }),
      response: z.object({ id: z.uuid() }),
      status: 201,
      async handler({ body, caller, audit }) {
        const id = await askBatch(sql, body, caller, clock.now());
        await audit('sms.batch', {
          subjectId: body.subjectId,
          detail: { batch: id, act: 'request', source: body.source },
        });
        return { id };
      },
    }),
    changeRoute(deps, 'pause', 'Stop a send; what is on its way goes on'),
    changeRoute(deps, 'resume', 'Go on with a send'),
    changeRoute(deps, 'cancel', 'End a send for good; what waits is not sent'),
  ];
}

function changeRoute({ sql, clock }: ApiDeps, change: BatchChange, summary: string): Route {
  return route({
    method: 'post',
    path: `/api/sms/batches/:id/${change}`,
    summary,
    permission: 'manage_sms',
    params: z.object({ id: z.uuid() }),
    response: 'none',
    async handler({ params, caller, audit }) {
      const { batch, cancelled } = await changeBatch(sql, params.id, change, caller, clock.now());
      await audit('sms.batch', { subjectId: batch.subjectId, detail: { batch: params.id, act: change, cancelled } });
    },
  });
}

function batchView(row: StoredBatch): SmsBatchRow {
  const { createdAt, startedAt, finishedAt, nextAt, why } = row;
  const { id, name, subjectId, templateName, listName, state, parts } = row;
  return {
    ...{ id, name, source: row.source, subjectId, templateName, listName, state, parts },
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    nextAt: nextAt?.toISOString() ?? null,
    waitsFor: why === null ? null : waitText(why),
    counts: Object.fromEntries(SMS_STATES.map((one) => [one, row[one]])) as Record<SmsState, number>,
  };
}

/** What the carrier said stands as it came, behind our word for it. */
export const waitText = (why: string): string =>
  why.startsWith('carrier: ')
    ? `通信事業者の都合で待っています(${why.slice('carrier: '.length)})。`
    : smsRefusalText(why);
