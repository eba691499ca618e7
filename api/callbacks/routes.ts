import { z } from 'zod';
import type { CallbackBoard } from '../../core/contracts/http/callbacks.ts';
import { takesLine } from '../../core/rules/agent-lines.ts';
import { callbackState } from '../../core/rules/callback-state.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { countPoolCallbacks, type PoolCallbackRow, selectOwnCallbacks, selectReach } from './queries.ts';

/** What one person can promise and keep; more would be a list nobody reads. */
const LIMIT = 20;

const boardSchema = z.object({
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
      response: boardSchema,
      async handler({ caller }) {
        const now = clock.now();
        const endOfDay = tokyoInstant(addDays(tokyoTime(now).date, 1), 0);
        const [mine, pool, reach] = await Promise.all([
          selectOwnCallbacks(sql, caller.staffId, now, LIMIT),
          countPoolCallbacks(sql, now, endOfDay, caller.privileged),
          selectReach(sql, caller.staffId),
        ]);
        const lines = pool.filter((line) => reach !== undefined && takesLine(reach, line));
        const sum = (count: (line: PoolCallbackRow) => number) => lines.reduce((total, line) => total + count(line), 0);
        return {
          now: now.toISOString(),
          mine: mine.map(({ targetId, at, ownUntil, subjectId, shortName, colour }) => ({
            targetId,
            at: at.toISOString(),
            ownUntil: ownUntil.toISOString(),
            subject: { id: subjectId, shortName, colour },
            state: callbackState(at, now),
          })),
          pool: { due: sum(({ due }) => due), laterToday: sum(({ laterToday }) => laterToday) },
        };
      },
    }),
  ];
}
