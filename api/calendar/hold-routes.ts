import { z } from 'zod';
import type { DiallingHold } from '../../core/contracts/http/calendar.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { confirmHold, selectHolds } from './hold-queries.ts';

const holdSchema = z.object({
  id: z.number().int(),
  kind: z.enum(['clock_jump', 'by_hand']),
  node: z.string(),
  jumpSec: z.number().int().nullable(),
  raisedAt: z.iso.datetime(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.iso.datetime().nullable(),
}) satisfies z.ZodType<DiallingHold>;

/** Why nothing is dialled until a person has looked, and that person's word. */
export function holdRoutes({ sql }: ApiDeps): Route[] {
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
  ];
}
