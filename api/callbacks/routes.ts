import { z } from 'zod';
import type { CallbackBoard } from '../../core/contracts/http/callbacks.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { callbackBoard } from './callback-board.ts';

export const callbackBoardSchema = z.object({
  now: z.iso.datetime(),
  mine: z.array(
    z.object({
      targetId: z.number().int(),
      at: z.iso.datetime(),
      ownUntil: z.iso.datetime(),
      subject: z.object({ id: z.string(), shortName: z.string(), colour: z.string() }),
      state: z.enum(['later', 'soon', 'due', 'overdue']),
    }),
  ),
  pool: z.object({ due: z.number().int(), laterToday: z.number().int() }),
}) satisfies z.ZodType<CallbackBoard>;

/** Promised callbacks, as the desk reminds of them. */
export function callbackRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/callbacks',
      summary: 'Callbacks that I promised, and how many of my lines are anybody’s; names nobody',
      permission: 'desk',
      response: callbackBoardSchema,
      handler: ({ caller }) => callbackBoard(sql, caller, clock.now()),
    }),
  ];
}
