import { z } from 'zod';
import { EVERYBODY } from '../../core/rules/extraction.ts';
import { conditionSentence } from '../../core/rules/extraction-sentence.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { entrust, visibleEntrustment } from './entrust.ts';
import { closeEntrustment, selectEntrustments } from './entrustment-queries.ts';
import { conditionNames } from './names.ts';
import { byId, conditionBody, entrustmentSchema, listName } from './schema.ts';
import { ListSubjects } from './viewer.ts';

export function entrustmentRoutes(deps: ApiDeps): Route[] {
  return [listRoute(deps), createRoute(deps), closeRoute(deps)];
}

function listRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/lists/entrustments',
    summary: '依頼: the populations the city entrusted, newest first',
    permission: 'view_lists',
    response: z.array(entrustmentSchema),
    async handler({ caller, audit }) {
      const subjects = await ListSubjects.read(sql);
      const names = await conditionNames(sql, subjects);
      const rows = await selectEntrustments(sql, caller.privileged);
      const mine = rows.filter(({ subjectIds }) => subjects.visibleTo(caller, subjectIds));
      await audit('list', { detail: { what: 'entrustments', rows: mine.length } });
      return mine.map(({ condition, openedAt, ...row }) => ({
        ...row,
        sentence: conditionSentence(condition ?? EVERYBODY, names),
        openedAt: openedAt?.toISOString() ?? null,
      }));
    },
  });
}

function createRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/entrustments',
    summary: 'Entrust a population, by a condition or a file of keys; from then on nobody joins it',
    permission: 'entrust',
    body: z.object({
      name: listName,
      subjectIds: z.array(z.string().max(20)).min(1).max(100),
      condition: conditionBody,
      sourceFile: z.string().max(200).nullable().default(null),
      dueOn: z.iso.date().nullable().default(null),
      goalPercent: z.number().min(1).max(100).default(40),
      privileged: z.boolean().default(false),
    }),
    response: z.object({ id: z.uuid(), persons: z.number().int(), yen: z.number().int() }),
    status: 201,
    async handler({ body, caller, audit }) {
      const made = await entrust(sql, caller, { ...body, now: clock.now() });
      await audit('list.entrust', {
        detail: { entrustment: made.id, persons: made.persons, privileged: body.privileged },
      });
      return made;
    },
  });
}

function closeRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/entrustments/:id/close',
    summary: 'End a 依頼: no further list is made of it; what is being called goes on',
    permission: 'entrust',
    params: byId,
    response: 'none',
    async handler({ params, caller, audit }) {
      await visibleEntrustment(sql, await ListSubjects.read(sql), caller, params.id);
      await closeEntrustment(sql, params.id, clock.now());
      await audit('list.close', { detail: { entrustment: params.id } });
    },
  });
}
