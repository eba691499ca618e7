import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../core/rules/audit-actions.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectAudit } from './queries.ts';

const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  productAt: z.iso.datetime().nullable(),
  staffId: z.string().nullable(),
  login: z.string().nullable(),
  role: z.string().nullable(),
  ip: z.string().nullable(),
  action: z.string(),
  personId: z.number().int().nullable(),
  subjectId: z.string().nullable(),
  callId: z.string().nullable(),
  recordingId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});

const id = z.coerce.number().int().positive();

export function auditRoutes({ sql }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/audit',
      summary: 'The audit log, newest first; `before` an id gives the next page',
      permission: 'read_audit',
      query: z.object({
        action: z.enum(AUDIT_ACTIONS).optional(),
        login: z.string().max(64).optional(),
        personId: id.optional(),
        before: id.optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: z.array(auditEntrySchema),
      async handler({ query, audit }) {
        const rows = await selectAudit(sql, query);
        await audit('list', { personId: query.personId ?? null, detail: { what: 'audit', rows: rows.length } });
        return rows;
      },
    }),
  ];
}
