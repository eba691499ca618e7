import { z } from 'zod';
import type { CallbackBoard, CallbackReservation } from '../../core/contracts/http/callbacks.ts';
import { callbackState } from '../../core/rules/callback-state.ts';
import { MASK_TEXT, mayShow } from '../../core/rules/shield.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { ownLines } from '../promises/lines.ts';
import { callbackBoard } from './callback-board.ts';
import { selectReservations } from './queries.ts';

/** What one page shows; whoever has more looks at those that come first. */
const LIMIT = 100;

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

const reservationSchema = z.object({
  targetId: z.number().int(),
  at: z.iso.datetime(),
  state: z.enum(['later', 'soon', 'due', 'overdue']),
  person: z.object({ id: z.number().int(), name: z.string(), masked: z.boolean() }),
  subject: z.object({ id: z.string(), shortName: z.string(), colour: z.string() }),
  owner: z.string().nullable(),
  askedBy: z.enum(['citizen', 'centre']),
}) satisfies z.ZodType<CallbackReservation>;

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
    route({
      method: 'get',
      path: '/api/callbacks/reservations',
      summary: 'Reserved calls of the caller’s lines (an agent’s own) with whom they are for, earliest first',
      permission: 'view_promises',
      response: z.array(reservationSchema),
      async handler({ caller, audit }) {
        const now = clock.now();
        const scope = {
          lines: await ownLines(sql, caller),
          // As with promises: who may open no person reads of nobody but their own.
          ownerId: caller.permissions.has('view_person') ? null : caller.staffId,
          privileged: caller.privileged,
        };
        const rows = await selectReservations(sql, scope, now, LIMIT);
        if (rows.length > 0) await audit('list', { detail: { what: 'reservations', persons: rows.length } });
        return rows.map(({ personId, name, shielded, at, ...row }) => {
          const shown = mayShow(shielded, caller);
          return {
            ...row,
            at: at.toISOString(),
            state: callbackState(at, now),
            person: { id: personId, name: shown ? name : MASK_TEXT, masked: !shown },
          };
        });
      },
    }),
  ];
}
