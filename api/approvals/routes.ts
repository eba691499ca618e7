import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { approvalRowSchema, approvalView } from './approval-view.ts';
import { decide } from './decide.ts';
import { approvalEffects } from './effects.ts';
import { markRead, selectAsked, selectDecided, selectInbox } from './queries.ts';

const byId = z.object({ id: z.uuid() });

export function approvalRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/approvals/inbox',
      summary: 'What waits for a city officer, nearest deadline first; or the last decisions',
      permission: 'decide',
      query: z.object({ decided: z.stringbool().default(false) }),
      response: z.array(approvalRowSchema),
      async handler({ query, caller }) {
        const rows = await (query.decided ? selectDecided(sql, caller) : selectInbox(sql, caller));
        return rows.map((row) => approvalView(row, caller.staffId, true, clock.now()));
      },
    }),
    route({
      method: 'get',
      path: '/api/approvals/mine',
      summary: 'What I asked for, unread answers first',
      permission: 'propose',
      response: z.array(approvalRowSchema),
      async handler({ caller }) {
        const rows = await selectAsked(sql, caller.staffId);
        return rows.map((row) => approvalView(row, caller.staffId, false, clock.now()));
      },
    }),
    route({
      method: 'post',
      path: '/api/approvals/:id/decide',
      summary: 'Approve, or return with a reason; never one’s own question',
      permission: 'decide',
      params: byId,
      body: z.object({ decision: z.enum(['approve', 'return']), answer: z.string().max(500).nullable().default(null) }),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const now = clock.now();
        const { kind, refId, subjectId } = await decide(sql, approvalEffects(), caller, {
          ...body,
          id: params.id,
          now,
        });
        const detail = { approval: params.id, kind, ref: refId, decision: body.decision };
        await audit('approval.decide', { subjectId, detail });
      },
    }),
    route({
      method: 'post',
      path: '/api/approvals/:id/read',
      summary: 'I have read the answer to what I asked',
      permission: 'propose',
      params: byId,
      response: 'none',
      async handler({ params, caller }) {
        if (!(await markRead(sql, params.id, caller.staffId, clock.now())))
          throw new DomainError('approval/not-found', 404, '承認依頼が見つかりません。');
      },
    }),
  ];
}
