import { z } from 'zod';
import type { SmsTemplateRow } from '../../core/contracts/http/sms.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { inScope } from '../../core/rules/permissions.ts';
import { selectSubject } from '../campaigns/queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { lockTemplate, selectTemplates, setTemplateState } from './template-queries.ts';
import { requestTemplate, saveTemplate, templateNotFound } from './templates.ts';

const kind = z.enum(['call_back', 'promise_near', 'letter_sent']);
const templateSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.number().int(),
  kind,
  subjectId: z.string().nullable(),
  language: z.string().nullable(),
  body: z.string(),
  state: z.enum(['draft', 'requested', 'approved', 'returned', 'retired']),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  approvedAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
}) satisfies z.ZodType<SmsTemplateRow>;

const draftSchema = z.object({
  name: z.string().trim().min(1).max(60),
  kind,
  subjectId: z.string().max(20).nullable(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable(),
  body: z.string().max(2_000),
});
const byId = z.object({ id: z.uuid() });

export function smsTemplateRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/sms/templates',
      summary: 'Texts of SMS with their versions and the officer’s answers',
      permission: 'view_sms',
      response: z.array(templateSchema),
      async handler({ caller }) {
        const rows = await selectTemplates(sql, caller);
        return rows.map((row) => ({
          ...row,
          createdAt: row.createdAt.toISOString(),
          approvedAt: row.approvedAt?.toISOString() ?? null,
        }));
      },
    }),
    route({
      method: 'post',
      path: '/api/sms/templates',
      summary: 'Save a text as a new version; everything that may not stand in it is said at once',
      permission: 'manage_sms',
      body: draftSchema,
      response: z.object({ id: z.uuid(), version: z.number().int() }),
      status: 201,
      async handler({ body, caller, audit }) {
        if (body.subjectId === null) assertWholeCity(caller);
        const subject = body.subjectId === null ? undefined : await selectSubject(sql, body.subjectId);
        if (body.subjectId !== null && (!subject || !inScope(caller, subject)))
          throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
        const saved = await saveTemplate(sql, body, caller.staffId, clock.now());
        await audit('sms.template', { subjectId: body.subjectId, detail: { template: saved.id, act: 'save' } });
        return saved;
      },
    }),
    route({
      method: 'post',
      path: '/api/sms/templates/:id/request',
      summary: 'Ask the city for a text',
      permission: 'manage_sms',
      params: byId,
      response: 'none',
      async handler({ params, caller, audit }) {
        const { subjectId } = await requestTemplate(sql, params.id, caller, clock.now());
        await audit('sms.template', { subjectId, detail: { template: params.id, act: 'request' } });
      },
    }),
    route({
      method: 'post',
      path: '/api/sms/templates/:id/retire',
      summary: 'Nothing more goes out in this text, from now',
      permission: 'manage_sms',
      params: byId,
      response: 'none',
      async handler({ params, caller, audit }) {
        const template = await sql.begin(async (tx) => {
          const found = await lockTemplate(tx, params.id, caller);
          if (!found) throw templateNotFound();
          if (found.subjectId === null) assertWholeCity(caller);
          if (found.state === 'requested')
            throw new DomainError('sms/template-state', 409, '承認待ちの文面です。差し戻されてから操作してください。');
          await setTemplateState(tx, found.id, 'retired');
          return found;
        });
        await audit('sms.template', { subjectId: template.subjectId, detail: { template: params.id, act: 'retire' } });
      },
    }),
  ];
}
