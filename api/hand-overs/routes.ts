import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectUnprovenOnLine } from '../persons/queries.ts';
import { actRoutes } from './act-routes.ts';
import { selectBoard, selectEvents, selectOne } from './board-queries.ts';
import { handOverCase, handOverRow } from './hand-over-view.ts';
import { identifyRoute } from './identify-route.ts';
import { handOverNotFound } from './lock-own.ts';
import { personHandOverRoute } from './person-route.ts';
import { handOverReach } from './reach.ts';
import { reportRoutes } from './report-routes.ts';
import { boardSchema, caseSchema } from './schemas.ts';
import { handOverSettingRoutes } from './setting-routes.ts';

const SHOWN = 200;

/** 引継・苦情・分納希望・架電禁止の申出. */
export function handOverRoutes(deps: ApiDeps): Route[] {
  // Words before `:id`: a report is no hand-over's id.
  return [
    boardRoute(deps),
    personHandOverRoute(deps),
    ...reportRoutes(deps),
    ...handOverSettingRoutes(deps),
    caseRoute(deps),
    identifyRoute(deps),
    ...actRoutes(deps),
  ];
}

function boardRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/hand-overs',
    summary: 'What waits for the city, nearest deadline first; what I raised; what was answered',
    permission: 'view_hand_overs',
    query: z.object({ view: z.enum(['open', 'mine', 'done']).default('mine') }),
    response: boardSchema,
    async handler({ query: { view }, caller, audit }) {
      const reach = await handOverReach(sql, caller);
      if (view !== 'mine' && !reach.follows)
        throw new DomainError('permission/denied', 403, '自分が引き継いだ件だけを見ることができます。');
      const now = clock.now();
      const rows = await selectBoard(sql, reach, view, SHOWN + 1);
      const viewer = { caller, unproven: [], now };
      const shown = rows.slice(0, SHOWN);
      if (shown.length > 0) await audit('list', { detail: { what: 'hand_overs', view, persons: shown.length } });
      return {
        now: now.toISOString(),
        rows: shown.map((row) => handOverRow(row, viewer)),
        more: rows.length > SHOWN,
      };
    },
  });
}

function caseRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/hand-overs/:id',
    summary: 'One hand-over with what was said, wished and answered, and its history',
    permission: 'view_hand_overs',
    params: z.object({ id: z.uuid() }),
    response: caseSchema,
    async handler({ params, caller, audit }) {
      const row = await selectOne(sql, await handOverReach(sql, caller), params.id);
      if (!row) throw handOverNotFound();
      const unproven = await selectUnprovenOnLine(sql, caller.staffId);
      const view = handOverCase(row, await selectEvents(sql, [row.id]), { caller, unproven, now: clock.now() });
      await audit('hand_over.view', {
        personId: row.personId,
        subjectId: row.subject?.id ?? null,
        detail: { handOver: row.id, masked: view.person?.masked ?? view.caller?.masked ?? false },
      });
      return view;
    },
  });
}
