import { z } from 'zod';
import type { ImportErrorRow, ImportRunView } from '../../core/contracts/http/records.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { byteDecoder } from './byte-decoder.ts';
import type { CityLayout } from './layout.ts';

const count = z.number().nullable();

export const runViewSchema = z.object({
  id: z.string(),
  state: z.string(),
  stage: z.string().nullable(),
  source: z.string(),
  layout: z.string(),
  rowsDone: z.number(),
  rowsTotal: count,
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  error: z.string().nullable(),
  files: z.array(
    z.object({
      kind: z.enum(['person', 'arrears', 'payment']),
      name: z.string(),
      rows: count,
      accepted: count,
      rejected: count,
      changed: count,
      unchanged: count,
      rejectedByReason: z.record(z.string(), z.number()),
    }),
  ),
  report: z.record(z.string(), z.unknown()).nullable(),
}) satisfies z.ZodType<ImportRunView>;

export const errorRowSchema = z.object({
  id: z.number(),
  kind: z.enum(['person', 'arrears', 'payment']),
  lineNo: z.number(),
  reason: z.string(),
  field: z.string().nullable(),
  text: z.string(),
  hex: z.string(),
}) satisfies z.ZodType<ImportErrorRow>;

/** Newest first; one run when `id` is given. */
export async function selectRuns(db: Queryable, { id = null, limit = 50 }: { id?: string | null; limit?: number }) {
  return db<ImportRunView[]>`
    select r.id, r.state, r.stage, r.source, r.layout, r.rows_done as "rowsDone", r.rows_total as "rowsTotal",
      to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
      to_char(r.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finishedAt",
      r.error, r.report,
      coalesce((
        select jsonb_agg(jsonb_build_object('kind', f.kind, 'name', f.name, 'rows', f.rows, 'accepted', f.accepted,
          'rejected', f.rejected, 'changed', f.changed, 'unchanged', f.unchanged,
          'rejectedByReason', coalesce((
            select jsonb_object_agg(reason, count) from (
              select reason, count(*) as count from import_row_error e where e.file_id = f.id group by reason) reasons
          ), '{}')) order by f.id)
        from import_file f where f.run_id = r.id), '[]') as files
    from import_run r where (${id}::uuid is null and r.layout <> 'by_hand') or r.id = ${id}
    order by r.created_at desc limit ${limit}`;
}

export interface ErrorPage {
  runId: string;
  kind: string | null;
  /** Id of the last row of the page before. */
  after: number;
  limit: number;
}

/** Rejected rows with their bytes, and as text as far as the layout's encoding can read them. */
export async function selectRunErrors(
  db: Queryable,
  { runId, kind, after, limit }: ErrorPage,
  encoding: CityLayout['encoding'],
): Promise<ImportErrorRow[]> {
  const rows = await db<(Omit<ImportErrorRow, 'text' | 'hex'> & { raw: Buffer })[]>`
    select e.id, f.kind, e.line_no as "lineNo", e.reason, e.field, e.raw
    from import_row_error e join import_file f on f.id = e.file_id
    where f.run_id = ${runId} and e.id > ${after} and (${kind}::text is null or f.kind = ${kind})
    order by e.id limit ${limit}`;
  const decoder = byteDecoder(encoding);
  return rows.map(({ raw, ...row }) => ({
    ...row,
    text: decoder.decode(raw) ?? raw.toString('latin1'),
    hex: raw.toString('hex'),
  }));
}
