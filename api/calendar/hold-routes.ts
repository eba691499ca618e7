import { z } from 'zod';
import type { DiallingHold } from '../../core/contracts/http/calendar.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { confirmHold, holdByHand, releaseByHand, selectHolds } from './hold-queries.ts';

const holdSchema = z.object({
  id: z.number().int(),
  kind: z.enum(['clock_jump', 'by_hand']),
  node: z.string(),
  jumpSec: z.number().int().nullable(),
  reason: z.string().nullable(),
  raisedBy: z.string().nullable(),
  raisedAt: z.iso.datetime(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.iso.datetime().nullable(),
}) satisfies z.ZodType<DiallingHold>;

/** Why nothing is dialled until a person has looked, and that person's word. */
export function holdRoutes({ sql, config }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/dialling-holds',
      summary: 'What stopped dialling until a person confirms, open ones first',
      permission: 'view_calendar',
      response: z.array(holdSchema),
      async handler() {
        const rows = await selectHolds(sql);
        return rows.map(({ raisedAt, confirmedAt, ...row }) => ({
          ...row,
          raisedAt: raisedAt.toISOString(),
          confirmedAt: confirmedAt?.toISOString() ?? null,
        }));
      },
    }),
    route({
      method: 'post',
      path: '/api/dialling-holds/:id/confirm',
      summary: 'The clock was looked at and is right: dialling goes on',
      permission: 'confirm_hold',
      params: z.object({ id: z.coerce.number().int().positive() }),
      response: 'none',
      async handler({ params: { id }, caller, audit }) {
        const hold = await confirmHold(sql, id, caller);
        if (!hold) throw new DomainError('hold/not-open', 409, 'この停止はすでに解除されています。');
        await audit('hold.confirm', { detail: { hold: id, ...hold } });
      },
    }),
    route({
      method: 'post',
      path: '/api/dialling-holds',
      summary: 'Stop every new call of the centre; calls in hand go on. The reason is read on every desk',
      permission: 'hold_dialling',
      body: z.object({ reason: z.string().trim().min(1).max(120) }),
      response: 'none',
      async handler({ body: { reason }, caller, audit }) {
        const holds = await holdByHand(sql, config.asterisk.node, caller, reason);
        if (holds.length === 0) throw new DomainError('hold/already', 409, '発信はすでに止まっています。');
        await audit('hold.raise', { detail: { holds: holds.join(',') } });
      },
    }),
    route({
      method: 'post',
      path: '/api/dialling-holds/resume',
      summary: 'Dialling that was stopped by hand goes on',
      permission: 'hold_dialling',
      response: 'none',
      async handler({ caller, audit }) {
        const holds = await releaseByHand(sql, caller);
        if (holds.length === 0) throw new DomainError('hold/not-open', 409, 'この停止はすでに解除されています。');
        await audit('hold.release', { detail: { holds: holds.join(',') } });
      },
    }),
  ];
}
