import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { conditionSentence } from '../../core/rules/extraction-sentence.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { countSeenRows, selectCallLists, selectListPage } from './call-list-queries.ts';
import { draftList, requestList, shrinkList, visibleList, withdrawList } from './call-lists.ts';
import { conditionNames } from './names.ts';
import { sampleRows } from './sample.ts';
import { byId, callListSchema, conditionBody, listName, sampleSchema } from './schema.ts';
import { startCalling } from './start-calling.ts';
import { ListSubjects } from './viewer.ts';

const PAGE = 50;
/** Rows of lists that one person may page through in a day: enough to check a list, not enough to copy one. */
const MAX_ROWS_A_DAY = 1_000;

export function callListRoutes(deps: ApiDeps): Route[] {
  return [
    listRoute(deps),
    personsRoute(deps),
    draftRoute(deps),
    actRoute(deps, 'request', 'list.request', 'Ask the city for the list', (...act) => requestList(deps.sql, ...act)),
    actRoute(deps, 'withdraw', 'list.withdraw', 'Take a list back before it is called', (...act) =>
      withdrawList(deps.sql, ...act),
    ),
    shrinkRoute(deps),
    queueRoute(deps),
  ];
}

function listRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/lists/call-lists',
    summary: 'Lists to call with their state and figures, newest first',
    permission: 'view_lists',
    response: z.array(callListSchema),
    async handler({ caller, audit }) {
      const subjects = await ListSubjects.read(sql);
      const names = await conditionNames(sql, subjects);
      const rows = await selectCallLists(sql, caller.privileged);
      const mine = rows.filter(({ subjectIds }) => subjects.visibleTo(caller, subjectIds));
      await audit('list', { detail: { what: 'call-lists', rows: mine.length } });
      return mine.map(({ condition, requestedAt, approvedAt, queuedAt, shrunkAt, ...row }) => ({
        ...row,
        sentence: conditionSentence(condition, names),
        requestedAt: requestedAt?.toISOString() ?? null,
        approvedAt: approvedAt?.toISOString() ?? null,
        queuedAt: queuedAt?.toISOString() ?? null,
        shrunkAt: shrunkAt?.toISOString() ?? null,
      }));
    },
  });
}

function personsRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/lists/call-lists/:id/persons',
    summary: 'A page of the persons on a list; every page is written down, and a day has a limit',
    permission: 'view_lists',
    params: byId,
    query: z.object({ after: z.coerce.number().int().min(0).max(1_000_000).default(0) }),
    response: z.array(sampleSchema),
    async handler({ params, query, caller, audit }) {
      const list = await visibleList(sql, caller, params.id);
      if ((await countSeenRows(sql, caller.staffId)) >= MAX_ROWS_A_DAY)
        throw new DomainError(
          'list/view-limit',
          429,
          `一覧で見られるのは1日${MAX_ROWS_A_DAY.toLocaleString('ja-JP')}人までです。`,
        );
      const page = await selectListPage(sql, params.id, query.after, PAGE);
      const { date: today } = tokyoTime(clock.now());
      const rows = await sampleRows(sql, page, { subjectIds: list.subjectIds, today, viewer: caller });
      await audit('list.view', { detail: { list: params.id, rows: rows.length } });
      return rows;
    },
  });
}

function draftRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/call-lists',
    summary: 'Make a list of those who meet a condition inside a 依頼 and may be called today',
    permission: 'extract_lists',
    body: z.object({
      entrustmentId: z.uuid(),
      extractionId: z.uuid().nullable().default(null),
      name: listName,
      condition: conditionBody,
      dueOn: z.iso.date().nullable().default(null),
    }),
    response: z.object({ id: z.uuid(), persons: z.number().int(), yen: z.number().int() }),
    status: 201,
    async handler({ body, caller, audit }) {
      const made = await draftList(sql, caller, body, clock.now());
      await audit('list.draft', { detail: { list: made.id, persons: made.persons } });
      return made;
    },
  });
}

function actRoute(
  { clock }: ApiDeps,
  verb: 'request' | 'withdraw',
  action: 'list.request' | 'list.withdraw',
  summary: string,
  act: (viewer: Parameters<typeof requestList>[1], id: string, now: Date) => Promise<void>,
): Route {
  return route({
    method: 'post',
    path: `/api/lists/call-lists/:id/${verb}`,
    summary,
    permission: 'extract_lists',
    params: byId,
    response: 'none',
    async handler({ params, caller, audit }) {
      await act(caller, params.id, clock.now());
      await audit(action, { detail: { list: params.id } });
    },
  });
}

function shrinkRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/call-lists/:id/shrink',
    summary: 'Run the condition again: who no longer belongs leaves, nobody joins',
    permission: 'extract_lists',
    params: byId,
    response: z.object({ left: z.number().int() }),
    async handler({ params, caller, audit }) {
      const result = await shrinkList(sql, caller, params.id, clock.now());
      await audit('list.shrink', { detail: { list: params.id, left: result.left } });
      return result;
    },
  });
}

function queueRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/call-lists/:id/queue',
    summary: 'Make the campaigns of an approved list, one a subject, in preview',
    permission: 'extract_lists',
    params: byId,
    response: z.array(z.object({ id: z.uuid(), subjectId: z.string(), targets: z.number().int() })),
    async handler({ params, caller, audit }) {
      const campaigns = await startCalling(sql, caller, params.id, clock.now());
      for (const { id, subjectId, targets } of campaigns)
        await audit('campaign.create', { subjectId, detail: { campaign: id, list: params.id, targets } });
      await audit('list.queue', { detail: { list: params.id, campaigns: campaigns.length } });
      return campaigns;
    },
  });
}
