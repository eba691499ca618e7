import { z } from 'zod';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { debtAccess } from '../persons/debt-access.ts';
import { selectUnprovenOnLine } from '../persons/queries.ts';
import { countViews, selectView } from './board-queries.ts';
import { promiseRow } from './board-view.ts';
import { personPromises } from './history-queries.ts';
import { ownLines } from './lines.ts';
import { nextStep } from './next-step.ts';
import { boardQuerySchema, boardSchema, LIMIT, nextDoneSchema, nextSchema, personPromiseSchema } from './schemas.ts';
import { promiseSettingRoutes } from './setting-routes.ts';

/** 約束・予約管理. */
export function promiseRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  return [boardRoute(deps), nextRoute(deps, commands), personRoute(deps), ...promiseSettingRoutes(deps)];
}

function boardRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/promises',
    summary:
      'Promises of the caller’s lines (an agent’s own): due today, overdue, broken, later, kept; with how many there are of each',
    permission: 'view_promises',
    query: boardQuerySchema,
    response: boardSchema,
    async handler({ query: { view, mine }, caller, audit }) {
      const now = clock.now();
      const { date: today } = tokyoTime(now);
      const lines = await ownLines(sql, caller);
      // Who may open no person reads of nobody but those they spoke with.
      const onlyOwn = mine || !caller.permissions.has('view_person');
      const scope = { lines, staffId: onlyOwn ? caller.staffId : null, today, privileged: caller.privileged };
      const [counts, rows, unproven] = await Promise.all([
        countViews(sql, scope),
        selectView(sql, scope, view, LIMIT + 1),
        selectUnprovenOnLine(sql, caller.staffId),
      ]);
      // That somebody promised, and for when, is a debt fact: of who is on the line it waits for their check.
      const shown = rows.slice(0, LIMIT).filter(({ personId }) => !unproven.includes(personId));
      await audit('list', { detail: { what: 'promises', view, mine, persons: shown.length } });
      return {
        now: now.toISOString(),
        today,
        counts,
        rows: shown.map((row) => promiseRow(row, caller, today)),
        more: rows.length > LIMIT,
      };
    },
  });
}

function nextRoute(deps: ApiDeps, commands: CommandRunner): Route {
  return route({
    method: 'post',
    path: '/api/promises/next',
    summary:
      'Put the persons of these promises back into calling, or reserve a call; the dialler says for each what became of it',
    permission: 'view_promises',
    body: nextSchema,
    response: nextDoneSchema,
    async handler({ body, caller, audit }) {
      const { results, persons } = await nextStep(deps, commands, caller, body);
      for (const { personId, subjectId } of persons)
        await audit('promise.next', { personId, subjectId, detail: { action: body.action } });
      return { results };
    },
  });
}

function personRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/persons/:id/promises',
    summary: 'Promises of a person with what became of them, as this viewer may see them, newest first',
    permission: 'view_debt',
    params: z.object({ id: z.coerce.number().int().positive() }),
    response: z.array(personPromiseSchema),
    async handler({ params, caller, audit }) {
      const mayShow = await debtAccess(sql, caller, params.id);
      const promises = await personPromises(sql, params.id, tokyoTime(clock.now()).date, mayShow);
      // A list, which the open page asks for again: the amounts themselves were asked for, and written down, before.
      await audit('list', { personId: params.id, detail: { what: 'promises' } });
      return promises;
    },
  });
}
