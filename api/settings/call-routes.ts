import { z } from 'zod';
import type { CallSettings } from '../../core/contracts/http/call-settings.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { RECORDING_PAUSE_FIELDS, recordingPause } from '../../core/rules/recording-pause.ts';
import { valueProblems } from '../../core/rules/setting-fields.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { judgeExtension } from '../../core/rules/transfer-targets.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectSubjects } from '../subjects/queries.ts';
import { insertExtension, retireExtension, selectExtensions, selectPauseOn } from './call-queries.ts';
import { assertNotPast } from './from-today.ts';
import { refuse } from './save-dialling.ts';
import { saveSetting } from './save-setting.ts';
import { assertWholeCity } from './whole-city.ts';

const extensionFields = {
  label: z.string().trim().min(1).max(40),
  number: z.string().regex(/^\d{2,11}$/),
  kind: z.enum(['city', 'interpreter']),
  subjectId: z.string().max(20).nullable(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable(),
};
const settingsSchema = z.object({
  today: z.iso.date(),
  recordingPause: z.object({ allowed: z.boolean(), limitSec: z.number(), validFrom: z.string().nullable() }),
  extensions: z.array(z.object({ ...extensionFields, number: z.string(), id: z.number().int(), active: z.boolean() })),
}) satisfies z.ZodType<CallSettings>;

/** The city's word about others in a call: to whom it may be passed on, and whether a recording may pause. */
export function callSettingRoutes({ sql, clock }: ApiDeps): Route[] {
  const today = () => tokyoTime(clock.now()).date;
  return [
    route({
      method: 'get',
      path: '/api/settings/calls',
      summary: 'Extensions and interpreters a call may be passed on to, and whether a recording may pause',
      permission: 'view_dialling',
      response: settingsSchema,
      handler: () => readAll(sql, today()),
    }),
    route({
      method: 'put',
      path: '/api/settings/recording-pause',
      summary: 'May an agent pause the recording, and for how long, from a day on',
      permission: 'edit_stop_policy',
      body: z.object({ validFrom: z.iso.date(), allowed: z.boolean(), limitSec: z.number() }),
      response: settingsSchema,
      async handler({ body: { validFrom, allowed, limitSec }, caller, audit }) {
        assertWholeCity(caller);
        assertNotPast(validFrom, today());
        refuse(valueProblems(RECORDING_PAUSE_FIELDS, { allowed, limitSec }));
        await saveSetting(sql, 'recording_pause', validFrom, { allowed, limitSec });
        const what = allowed ? `録音の一時停止: 認める(${limitSec}秒まで)` : '録音の一時停止: 認めない';
        await audit('setting.save', { detail: { key: 'recording_pause', validFrom, what } });
        return readAll(sql, today());
      },
    }),
    route({
      method: 'post',
      path: '/api/settings/extensions',
      summary: 'A new place a call may be passed on to, or an interpreter',
      permission: 'edit_stop_policy',
      body: z.object(extensionFields),
      response: settingsSchema,
      async handler({ body, caller, audit }) {
        const verdict = judgeExtension({ subject: null, shielded: false }, { ...body, active: true });
        if (!verdict.ok) throw new DomainError('settings/extension', 422, verdict.message);
        await assertOwnSubject(sql, caller, body.subjectId);
        const id = await insertExtension(sql, body);
        await audit('setting.save', {
          subjectId: body.subjectId,
          detail: {
            key: 'city_extension',
            validFrom: today(),
            what: `転送先 ${body.label} を追加`,
            extension: String(id),
          },
        });
        return readAll(sql, today());
      },
    }),
    route({
      method: 'post',
      path: '/api/settings/extensions/:id/retire',
      summary: 'No call is passed on there any more',
      permission: 'edit_stop_policy',
      params: z.object({ id: z.coerce.number().int().positive() }),
      response: settingsSchema,
      async handler({ params, caller, audit }) {
        const extension = (await selectExtensions(sql)).find(({ id }) => id === params.id);
        if (extension) await assertOwnSubject(sql, caller, extension.subjectId);
        if (!(await retireExtension(sql, params.id)))
          throw new DomainError('settings/extension-unknown', 404, '転送先が見つかりません。');
        const detail = {
          key: 'city_extension',
          validFrom: today(),
          what: '転送先を終了',
          extension: String(params.id),
        };
        await audit('setting.save', { detail });
        return readAll(sql, today());
      },
    }),
  ];
}

/** A place of one subject is for who answers for it; one of every subject for who answers for all. */
async function assertOwnSubject(sql: Sql, caller: Scope, subjectId: string | null): Promise<void> {
  if (subjectId === null) return assertWholeCity(caller);
  const [subject] = await selectSubjects(sql, subjectId);
  if (!subject || !inScope(caller, subject)) throw new DomainError('settings/extension', 422, '登録のない科目です。');
}

async function readAll(sql: Sql, today: string): Promise<CallSettings> {
  const row = await selectPauseOn(sql, today);
  return {
    today,
    recordingPause: { ...recordingPause(row?.value), validFrom: row?.validFrom ?? null },
    extensions: await selectExtensions(sql),
  };
}
