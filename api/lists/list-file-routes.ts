import { z } from 'zod';
import type { ListPrint } from '../../core/contracts/http/lists.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { selectAmountsAsOf } from '../desk/debt-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { visibleList } from './call-lists.ts';
import { listFile, listRows } from './list-file.ts';
import { byId, sampleSchema } from './schema.ts';

/** Some fifty sheets of paper; whoever needs more takes the file. */
const MOST_PRINTED = 2_000;

/** `YYYY-MM-DD`; where the city's files name no day it is an instant. */
const DAY_CHARS = 10;

const printSchema = z.object({
  rows: z.array(sampleSchema),
  asOf: z.string().nullable(),
  more: z.number().int(),
  printedAt: z.iso.datetime(),
}) satisfies z.ZodType<ListPrint>;

/** A list out of the product: each time written down with its rows, before the first byte leaves. */
export function listFileRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/lists/call-lists/:id/export',
      summary: 'The persons of a list as CSV, shielded ones masked',
      permission: 'export_lists',
      params: byId,
      body: z.object({ encoding: z.enum(['utf-8', 'cp932']).default('utf-8') }),
      response: 'stream',
      async handler({ params, body: { encoding }, caller, response, audit }) {
        const list = await visibleList(sql, caller, params.id);
        const { date: today } = tokyoTime(clock.now());
        const at = await selectAmountsAsOf(sql);
        const asOf = at === null || at.length === DAY_CHARS ? at : tokyoTime(new Date(at)).date;
        const { bytes, rows } = await listFile(sql, list, { today, asOf, viewer: caller }, encoding);
        await audit('list.export', { detail: { list: params.id, rows, form: encoding } });
        const charset = encoding === 'cp932' ? 'Shift_JIS' : 'utf-8';
        response.set({
          'content-type': `text/csv; charset=${charset}`,
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${list.name} ${today}.csv`)}`,
          'cache-control': 'no-store',
        });
        response.end(bytes);
      },
    }),
    route({
      method: 'post',
      path: '/api/lists/call-lists/:id/print',
      summary: 'The first persons of a list for paper, largest sum first, shielded ones masked',
      permission: 'export_lists',
      params: byId,
      response: printSchema,
      async handler({ params, caller, audit }) {
        const list = await visibleList(sql, caller, params.id);
        const now = clock.now();
        const reader = { today: tokyoTime(now).date, viewer: caller };
        const rows = [];
        for await (const batch of listRows(sql, list, reader, MOST_PRINTED)) rows.push(...batch);
        await audit('list.export', { detail: { list: params.id, rows: rows.length, form: 'print' } });
        const more = Math.max(0, list.persons - list.left - rows.length);
        return { rows, asOf: await selectAmountsAsOf(sql), more, printedAt: now.toISOString() };
      },
    }),
  ];
}
