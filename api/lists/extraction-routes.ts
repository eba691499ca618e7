import { z } from 'zod';
import { conditionSentence } from '../../core/rules/extraction-sentence.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { selectAmountsAsOf } from '../desk/debt-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectChoices } from './choice-queries.ts';
import { parseCondition } from './condition-schema.ts';
import { countMatched } from './count-queries.ts';
import { selectExtractions } from './extraction-queries.ts';
import {
  changeExtraction,
  copyExtraction,
  groundOf,
  recountExtraction,
  removeExtraction,
  saveExtraction,
} from './extractions.ts';
import { conditionNames } from './names.ts';
import { sampleRows } from './sample.ts';
import { byId, conditionBody, countSchema, extractionSchema, listName } from './schema.ts';
import { assertKeysUsable } from './usable-keys.ts';
import { ListSubjects } from './viewer.ts';

const SAMPLE = 20;
const extractionBody = z.object({ name: listName, condition: conditionBody, shared: z.boolean().default(false) });

export function extractionRoutes(deps: ApiDeps): Route[] {
  return [
    countRoute(deps),
    choicesRoute(deps),
    listRoute(deps),
    saveRoute(deps),
    changeRoute(deps),
    copyRoute(deps),
    deleteRoute(deps),
    recountRoute(deps),
  ];
}

function countRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/count',
    summary: 'How many persons and how much a condition names, with a sample; asked while it is being written',
    permission: 'extract_lists',
    body: z.object({
      entrustmentId: z.uuid().nullable(),
      subjectIds: z.array(z.string().max(20)).max(100).default([]),
      privileged: z.boolean().default(false),
      condition: conditionBody,
    }),
    response: countSchema,
    async handler({ body, caller, audit }) {
      const from = performance.now();
      const { date: today } = tokyoTime(clock.now());
      const viewer = { ...caller, mayEntrust: caller.permissions.has('entrust') };
      const population = await groundOf(sql, viewer, body, today);
      const condition = parseCondition(body.condition, population.scope.sources);
      await assertKeysUsable(sql, condition, population);
      const [count, asOf, names] = await Promise.all([
        countMatched(sql, condition, population, SAMPLE),
        selectAmountsAsOf(sql),
        ListSubjects.read(sql).then((subjects) => conditionNames(sql, subjects)),
      ]);
      const { subjectIds } = population.scope;
      const sample = await sampleRows(sql, count.sample, { subjectIds, today, viewer: caller });
      await audit('list', { detail: { what: 'extraction', persons: count.persons, rows: sample.length } });
      const tookMs = Math.round(performance.now() - from);
      return { ...count, sample, sentence: conditionSentence(condition, names), asOf, tookMs };
    },
  });
}

function choicesRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/lists/choices',
    summary: 'Words to choose among while a condition is written; none of them names a person in arrears',
    permission: 'extract_lists',
    response: z.object({
      agents: z.array(z.object({ id: z.uuid(), name: z.string() })),
      labels: z.array(z.string()),
      dispositions: z.array(z.string()),
      languages: z.array(z.string()),
    }),
    handler: async ({ caller }) => selectChoices(sql, (await ListSubjects.read(sql)).visibleIds(caller)),
  });
}

function listRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/lists/extractions',
    summary: 'Saved conditions, own and shared, with the counts of the last look',
    permission: 'view_lists',
    query: z.object({ entrustment: z.uuid().optional() }),
    response: z.array(extractionSchema),
    async handler({ query, caller, audit }) {
      const names = await conditionNames(sql, await ListSubjects.read(sql));
      const rows = await selectExtractions(sql, caller, query.entrustment ?? null);
      await audit('list', { detail: { what: 'extractions', rows: rows.length } });
      return rows.map(({ ownerId, countedAt, updatedAt, ...row }) => ({
        ...row,
        sentence: conditionSentence(row.condition, names),
        mine: ownerId === caller.staffId,
        countedAt: countedAt?.toISOString() ?? null,
        updatedAt: updatedAt.toISOString(),
      }));
    },
  });
}

function saveRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/extractions',
    summary: 'Save a condition under a name',
    permission: 'extract_lists',
    body: extractionBody.extend({ entrustmentId: z.uuid() }),
    response: z.object({ id: z.uuid() }),
    status: 201,
    async handler({ body, caller, audit }) {
      const made = await saveExtraction(sql, caller, body, clock.now());
      await audit('list.save', { detail: { extraction: made.id, shared: body.shared } });
      return made;
    },
  });
}

function changeRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'put',
    path: '/api/lists/extractions/:id',
    summary: 'Change one’s own saved condition',
    permission: 'extract_lists',
    params: byId,
    body: extractionBody,
    response: 'none',
    async handler({ params, body, caller, audit }) {
      await changeExtraction(sql, caller, params.id, body, clock.now());
      await audit('list.save', { detail: { extraction: params.id, shared: body.shared } });
    },
  });
}

function copyRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/extractions/:id/copy',
    summary: 'Copy a condition, one’s own or a shared one, also into another 依頼',
    permission: 'extract_lists',
    params: byId,
    body: z.object({ name: listName, entrustmentId: z.uuid().nullable().default(null) }),
    response: z.object({ id: z.uuid() }),
    status: 201,
    async handler({ params, body, caller, audit }) {
      const made = await copyExtraction(sql, caller, params.id, body, clock.now());
      await audit('list.save', { detail: { extraction: made.id, copiedFrom: params.id } });
      return made;
    },
  });
}

function deleteRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'delete',
    path: '/api/lists/extractions/:id',
    summary: 'Delete one’s own saved condition; lists made of it keep theirs',
    permission: 'extract_lists',
    params: byId,
    response: 'none',
    async handler({ params, caller, audit }) {
      await removeExtraction(sql, caller, params.id, clock.now());
      await audit('list.delete', { detail: { extraction: params.id } });
    },
  });
}

function recountRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/lists/extractions/:id/count',
    summary: 'Count a saved condition again and keep the figures',
    permission: 'view_lists',
    params: byId,
    response: z.object({ persons: z.number().int(), yen: z.number().int() }),
    handler: ({ params, caller }) => recountExtraction(sql, caller, params.id, clock.now()),
  });
}
