import { z } from 'zod';
import type { ContactCorrected, ContactDetail } from '../../core/contracts/http/contacts.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { ApiDeps } from '../http/deps.ts';
import { lineResultSchema, resultEntrySchema, talkResultSchema, whoAnsweredSchema } from '../http/result-schemas.ts';
import { type Route, route } from '../http/route.ts';
import { correctRecord } from './correct-record.ts';
import { recordDetail } from './record-detail.ts';

const detailSchema = z.object({
  id: z.uuid(),
  personId: z.number().int(),
  personName: z.string(),
  at: z.iso.datetime(),
  direction: z.enum(['outbound', 'inbound']),
  staffName: z.string().nullable(),
  facts: z.object({
    answered: z.boolean(),
    inbound: z.boolean(),
    identityPassed: z.boolean(),
    hasNumber: z.boolean(),
  }),
  entry: resultEntrySchema,
  versions: z.array(
    z.object({
      id: z.uuid(),
      writtenAt: z.iso.datetime(),
      byName: z.string().nullable(),
      reason: z.string().nullable(),
      whoAnswered: whoAnsweredSchema.nullable(),
      lineResult: lineResultSchema.nullable(),
      talkResult: talkResultSchema.nullable(),
      note: z.string(),
    }),
  ),
  fixed: z.string().nullable(),
}) satisfies z.ZodType<ContactDetail>;

const correctedSchema = z.object({
  id: z.uuid(),
  callback: z.object({ ok: z.boolean(), message: z.string() }).nullable(),
}) satisfies z.ZodType<ContactCorrected>;

const byId = z.object({ id: z.uuid() });

export function contactRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/contacts/:id',
      summary: 'One record with all its versions, as it was entered',
      permission: 'correct_records',
      params: byId,
      response: detailSchema,
      async handler({ params, caller, audit }) {
        const { subjectId, callId, ...detail } = await recordDetail(deps, caller, params.id);
        await audit('record.view', { personId: detail.personId, subjectId, callId });
        return detail;
      },
    }),
    route({
      method: 'post',
      path: '/api/contacts/:id/correct',
      summary: 'Put a corrected record in the place of this one, which is kept',
      permission: 'correct_records',
      params: byId,
      body: z.object({ reason: z.string().trim().min(1).max(200), entry: resultEntrySchema }),
      response: correctedSchema,
      async handler({ params, body, caller, audit }) {
        const { personId, subjectId, callId, ...corrected } = await correctRecord(
          deps,
          commands,
          caller,
          params.id,
          body,
        );
        const { lineResult: line, talkResult: talk } = body.entry;
        await audit('record.correct', { personId, subjectId, callId, detail: { record: corrected.id, line, talk } });
        return corrected;
      },
    }),
  ];
}
