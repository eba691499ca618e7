import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { findFiles } from './find-files.ts';
import { asFormat, cityLayoutSchema } from './layout.ts';
import { builtInLayouts, layoutNameSchema, loadLayout, parseLayout } from './load-layout.ts';
import { cancelRun, insertRun, selectLayoutNames, upsertLayout } from './queries.ts';
import { receiveUpload } from './receive-upload.ts';
import { withholdOriginals } from './row-secrecy.ts';
import { errorRowSchema, runViewSchema, selectRunErrors, selectRuns } from './run-view.ts';

const idParams = z.object({ id: z.uuid() });
const nameParams = z.object({ name: layoutNameSchema });
function readDay(text: string | undefined): string | null {
  if (!text) return null;
  if (z.iso.date().safeParse(text).success) return text;
  throw new DomainError('import/date', 422, '日付は 2026-11-21 の形で指定してください。');
}

function readLayoutName(text: string | undefined): string {
  const name = layoutNameSchema.safeParse(text);
  if (name.success) return name.data;
  throw new DomainError('import/layout-unknown', 404, 'レイアウトを選んでください。');
}

const notFound = () => new DomainError('import/not-found', 404, 'この取込はありません。');

/** Imports and layouts. Counts for all who may import; rejected rows are persons and need a permission of their own. */
export function importRoutes(deps: ApiDeps): Route[] {
  return [...runRoutes(deps), ...layoutRoutes(deps)];
}

function runRoutes({ sql, config }: ApiDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/imports',
      summary:
        'Upload hand-over files (multipart: files, then or before them `layout` and optionally `date`) and queue them',
      permission: 'import',
      body: 'raw',
      response: z.object({ id: z.uuid() }),
      status: 202,
      async handler({ request, caller }) {
        const id = newId();
        const folder = join(config.dataDir, 'uploads', id);
        const { fields, fileNames } = await receiveUpload(request, folder);
        try {
          const dataDate = readDay(fields['date']);
          const layout = await loadLayout(sql, readLayoutName(fields['layout']));
          await findFiles(folder, asFormat(layout));
          const source = fileNames.join(', ').slice(0, 200);
          const run = { id, layout: layout.name, source, startedBy: caller.staffId, uploadPath: folder, dataDate };
          await insertRun(sql, run);
        } catch (error) {
          await rm(folder, { recursive: true, force: true });
          throw error;
        }
        return { id };
      },
    }),
    route({
      method: 'get',
      path: '/api/imports',
      summary: 'The newest imports, with counts',
      permission: 'import',
      response: z.array(runViewSchema),
      handler: async () => [...(await selectRuns(sql, {}))],
    }),
    route({
      method: 'get',
      path: '/api/imports/:id',
      summary: 'One import: state, progress, counts by reason',
      permission: 'import',
      params: idParams,
      response: runViewSchema,
      async handler({ params }) {
        const [run] = await selectRuns(sql, { id: params.id });
        if (!run) throw notFound();
        return run;
      },
    }),
    route({
      method: 'get',
      path: '/api/imports/:id/errors',
      summary: 'Rejected rows with line number, reason and original bytes',
      permission: 'view_import_errors',
      params: idParams,
      query: z.object({
        file: z.enum(['person', 'arrears', 'payment']).optional(),
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: z.array(errorRowSchema),
      async handler({ params, query, caller, audit }) {
        const [run] = await selectRuns(sql, { id: params.id });
        if (!run) throw notFound();
        const { encoding } = await loadLayout(sql, run.layout);
        const page = { runId: params.id, kind: query.file ?? null, after: query.after, limit: query.limit };
        const rows = await selectRunErrors(sql, page, encoding);
        await audit('list', { detail: { what: 'import_errors', run: params.id, rows: rows.length } });
        return caller.privileged ? rows : withholdOriginals(sql, rows);
      },
    }),
    route({
      method: 'post',
      path: '/api/imports/:id/cancel',
      summary: 'Stop an import; the file in hand is rolled back, complete files stay',
      permission: 'import',
      params: idParams,
      async handler({ params, audit }) {
        if (!(await cancelRun(sql, params.id)))
          throw new DomainError('import/not-running', 409, 'この取込はもう終わっています。');
        await audit('import', { detail: { run: params.id, cancelled: true } });
      },
      response: 'none',
    }),
  ];
}

function layoutRoutes({ sql }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/layouts',
      summary: 'Names of the layouts',
      permission: 'import',
      response: z.array(z.string()),
      handler: async () => [...new Set([...(await builtInLayouts()), ...(await selectLayoutNames(sql))])].sort(),
    }),
    route({
      method: 'get',
      path: '/api/layouts/:name',
      summary: 'A layout (docs/layouts.md)',
      permission: 'import',
      params: nameParams,
      response: cityLayoutSchema,
      handler: ({ params }) => loadLayout(sql, params.name),
    }),
    route({
      method: 'put',
      path: '/api/layouts/:name',
      summary: 'Add or replace a layout; counts from the next import on',
      permission: 'edit_layouts',
      params: nameParams,
      body: z.record(z.string(), z.unknown()),
      response: 'none',
      async handler({ params, body, audit }) {
        const layout = parseLayout(body, params.name);
        if (layout.name !== params.name)
          throw new DomainError(
            'import/layout-invalid',
            422,
            `name が「${layout.name}」です。「${params.name}」にしてください。`,
          );
        await audit('layout.save', { detail: { layout: params.name } });
        await upsertLayout(sql, params.name, layout);
      },
    }),
  ];
}
