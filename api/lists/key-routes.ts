import { z } from 'zod';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { countMissing, selectKeyFile, selectMissing } from './key-queries.ts';
import { byId, keyFileSchema, keyLineSchema, listName } from './schema.ts';
import { takeKeys } from './take-keys.ts';
import { listNotFound } from './viewer.ts';

const PAGE = 200;

export function keyRoutes({ sql, clock }: ApiDeps): Route[] {
  const visible = async (id: string, viewer: { staffId: string; privileged: boolean }) => {
    const file = await selectKeyFile(sql, id);
    if (!file || file.createdBy !== viewer.staffId || (file.privileged && !viewer.privileged))
      throw listNotFound('キー一覧');
    return file;
  };
  return [
    route({
      method: 'post',
      path: '/api/lists/key-files',
      summary: 'A CSV of keys (宛名番号 or 通知書番号, first column); every line is kept with its reason',
      permission: 'extract_lists',
      query: z.object({
        name: listName,
        entrustment: z.uuid().optional(),
        subjects: z.string().max(500).default(''),
        privileged: z.stringbool().default(false),
      }),
      body: 'raw',
      response: keyFileSchema,
      status: 201,
      async handler({ query, caller, request, audit }) {
        const now = clock.now();
        const subjectIds = query.subjects.split(',').filter((id) => id !== '');
        const entrustmentId = query.entrustment ?? null;
        const asked = { name: query.name, entrustmentId, subjectIds, privileged: query.privileged, now };
        const viewer = { ...caller, mayEntrust: caller.permissions.has('entrust') };
        const { id, lines, found } = await takeKeys(sql, viewer, asked, request);
        await audit('list.keys', { detail: { file: id, lines, found } });
        return {
          id,
          name: query.name,
          lines,
          found,
          createdAt: now.toISOString(),
          missing: await countMissing(sql, id),
        };
      },
    }),
    route({
      method: 'get',
      path: '/api/lists/key-files/:id/missing',
      summary: 'Lines of one’s own file that name nobody, with the reason',
      permission: 'extract_lists',
      params: byId,
      query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
      response: z.array(keyLineSchema),
      async handler({ params, query, caller, audit }) {
        const file = await visible(params.id, caller);
        const rows = await selectMissing(sql, file.id, query.after, PAGE);
        await audit('list', { detail: { what: 'key-file', file: file.id, rows: rows.length } });
        return rows;
      },
    }),
  ];
}
