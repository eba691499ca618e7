import { z } from 'zod';
import type { ScriptEntry, ScriptSave } from '../../core/contracts/http/scripts.ts';
import { SCRIPT_ATTRIBUTES } from '../../core/rules/choose-script.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { scriptBlockSchema } from '../desk/case-parts-schema.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import type { ScriptRow } from './queries.ts';
import { closeScript, saveScript, visibleScripts } from './save-script.ts';

const scopeFields = {
  subjectId: z.string().min(1).max(20).nullable(),
  name: z.string().trim().min(1).max(60),
  stage: z.string().trim().min(1).max(40).nullable(),
  attribute: z.enum(SCRIPT_ATTRIBUTES).nullable(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .nullable(),
  blocks: z.array(scriptBlockSchema).max(60),
  validFrom: z.iso.date(),
};
const entrySchema = z.object({
  ...scopeFields,
  id: z.uuid(),
  validTo: z.iso.date().nullable(),
  state: z.enum(['past', 'current', 'coming']),
}) satisfies z.ZodType<ScriptEntry>;
const saveSchema = z.object({
  ...scopeFields,
  replaces: z.uuid().nullable().default(null),
}) satisfies z.ZodType<ScriptSave>;

/** What agents say, by subject, stage, attribute and language; versions by day. */
export function scriptRoutes({ sql, clock }: ApiDeps): Route[] {
  const today = () => tokyoTime(clock.now()).date;
  return [
    route({
      method: 'get',
      path: '/api/scripts',
      summary: 'Scripts of my subjects and those of every subject, with all versions',
      permission: 'view_scripts',
      response: z.array(entrySchema),
      handler: async ({ caller }) => (await visibleScripts(sql, caller)).map((row) => entry(row, today())),
    }),
    route({
      method: 'post',
      path: '/api/scripts',
      summary:
        'A script, or a new version of one from a day on; refused when a sum or its reason could show before the check',
      permission: 'edit_scripts',
      body: saveSchema,
      response: z.object({ id: z.uuid() }),
      status: 201,
      async handler({ body, caller, audit }) {
        const id = await saveScript(sql, body, caller, today());
        await audit('script.save', { subjectId: body.subjectId, detail: { script: id, validFrom: body.validFrom } });
        return { id };
      },
    }),
    route({
      method: 'post',
      path: '/api/scripts/:id/end',
      summary: 'The last day of a script',
      permission: 'edit_scripts',
      params: z.object({ id: z.uuid() }),
      body: z.object({ lastDay: z.iso.date() }),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        await closeScript(sql, params.id, body.lastDay, caller, today());
        await audit('script.end', { detail: { script: params.id, lastDay: body.lastDay } });
      },
    }),
  ];
}

function entry(row: ScriptRow, today: string): ScriptEntry {
  const ended = row.validTo !== null && row.validTo < today;
  return { ...row, state: ended ? 'past' : row.validFrom > today ? 'coming' : 'current' };
}
