import { z } from 'zod';
import type { ApprovalRow } from '../../core/contracts/http/approvals.ts';
import type { StoredApproval } from './queries.ts';

export const approvalRowSchema = z.object({
  id: z.uuid(),
  kind: z.enum([
    'call_list',
    'calendar_month',
    'predictive',
    'promise_reminder',
    'sms_template',
    'sms_list',
    'instalment',
    'do_not_call',
  ]),
  refId: z.string(),
  subjectId: z.string().nullable(),
  title: z.string(),
  detail: z.record(z.string(), z.unknown()),
  requestedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  requestedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  late: z.boolean(),
  state: z.enum(['waiting', 'approved', 'returned', 'withdrawn']),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
  readAt: z.iso.datetime().nullable(),
  mayDecide: z.boolean(),
}) satisfies z.ZodType<ApprovalRow>;

export function approvalView(row: StoredApproval, viewerId: string, mayDecide: boolean, now: Date): ApprovalRow {
  const { id, kind, refId, subjectId, title, detail, state, answer } = row;
  return {
    id,
    kind,
    refId,
    subjectId,
    title,
    detail,
    requestedBy: row.requestedBy ? { id: row.requestedBy, name: row.requesterName ?? '' } : null,
    requestedAt: row.requestedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    late: state === 'waiting' && row.dueAt !== null && row.dueAt < now,
    state,
    decidedBy: row.deciderName,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    answer,
    readAt: row.readAt?.toISOString() ?? null,
    mayDecide: mayDecide && state === 'waiting' && row.requestedBy !== viewerId,
  };
}
