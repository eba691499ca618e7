import { z } from 'zod';
import type { DiallingSettings } from '../../core/contracts/http/settings.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { machineTrainedKey } from '../../core/rules/answering-machine/line-setting.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { REACH_CHANNELS, STOP_KINDS, stopPolicy } from '../../core/rules/stop-policy.ts';
import { stopPolicyChanges, stopPolicyProblems } from '../../core/rules/stop-policy-problems.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectSubjects } from '../subjects/queries.ts';
import { assertNotPast } from './from-today.ts';
import { selectDiallingSettings, selectSettingChanges, selectSettingOn } from './queries.ts';
import { refuse, saveDialling } from './save-dialling.ts';
import { saveSetting } from './save-setting.ts';
import { assertWholeCity } from './whole-city.ts';

const CHANGES_SHOWN = 100;
/** The audit row names what changed; a version that changes everything still fits. */
const MOST_WORDS = 1_000;

const value = z.record(z.string().max(40), z.union([z.number(), z.boolean(), z.string().max(20)]));
const channels = z.array(z.enum(REACH_CHANNELS)).max(REACH_CHANNELS.length);
const policySchema = z.strictObject({
  flags: z.record(z.enum(STOP_KINDS), channels),
  dispositions: z.array(z.strictObject({ word: z.string().max(40), channels })).max(100),
});
const settingsSchema = z.object({
  today: z.iso.date(),
  versions: z.array(
    z.object({
      key: z.string(),
      validFrom: z.string(),
      state: z.enum(['past', 'current', 'coming']),
      value: z.record(z.string(), z.unknown()),
    }),
  ),
  changes: z.array(
    z.object({ at: z.iso.datetime(), by: z.string(), key: z.string(), validFrom: z.string(), what: z.string() }),
  ),
  trained: z.array(z.object({ subjectId: z.string(), machineFromMs: z.number().nullable() })),
}) satisfies z.ZodType<DiallingSettings>;

export function diallingSettingRoutes({ sql, clock }: ApiDeps): Route[] {
  const today = () => tokyoTime(clock.now()).date;
  return [
    route({
      method: 'get',
      path: '/api/settings/dialling',
      summary: 'How the centre dials: every version of every value, and who changed what and when',
      permission: 'view_dialling',
      response: settingsSchema,
      async handler({ caller }) {
        return readAll(sql, caller, today());
      },
    }),
    route({
      method: 'put',
      path: '/api/settings/dialling',
      summary: 'Values of dialling, of the pool or of answering machines from a day on, for the city or a subject',
      permission: 'edit_dialling',
      body: z.object({ key: z.string().max(60), validFrom: z.iso.date(), value }),
      response: settingsSchema,
      async handler({ body, caller, audit }) {
        const { subjectId, what } = await saveDialling(sql, body, caller, today());
        const { key, validFrom } = body;
        await audit('setting.save', { subjectId, detail: { key, validFrom, what: what.slice(0, MOST_WORDS) } });
        return readAll(sql, caller, today());
      },
    }),
    route({
      method: 'put',
      path: '/api/settings/stop-policy',
      summary: 'Which stop flag and which disposition stops which channel, from a day on',
      permission: 'edit_stop_policy',
      body: z.object({ validFrom: z.iso.date(), value: policySchema }),
      response: settingsSchema,
      async handler({ body: { validFrom, value: policy }, caller, audit }) {
        assertWholeCity(caller);
        assertNotPast(validFrom, today());
        refuse(stopPolicyProblems(policy));
        const what = stopPolicyChanges(stopPolicy(await selectSettingOn(sql, 'stop_policy', validFrom)), policy);
        await saveSetting(sql, 'stop_policy', validFrom, policy);
        await audit('setting.save', { detail: { key: 'stop_policy', validFrom, what: what.slice(0, MOST_WORDS) } });
        return readAll(sql, caller, today());
      },
    }),
  ];
}

/** Of subjects outside the caller's scope nothing is told. */
async function readAll(sql: Sql, caller: Scope, today: string): Promise<DiallingSettings> {
  const mine = new Set((await selectSubjects(sql)).filter((one) => inScope(caller, one)).map(({ id }) => id));
  const visible = ({ key }: { key: string }) => !key.includes(':') || mine.has(key.slice(key.indexOf(':') + 1));
  const rows = (await selectDiallingSettings(sql)).filter(visible);
  const current = new Map<string, string>();
  for (const { key, validFrom } of rows) if (validFrom <= today && !current.has(key)) current.set(key, validFrom);
  const changes = (await selectSettingChanges(sql, CHANGES_SHOWN)).filter(visible);
  const trained = [...mine].flatMap((subjectId) => {
    const key = machineTrainedKey(subjectId);
    const row = rows.find((one) => one.key === key && one.validFrom === current.get(key));
    const ms = row?.value['machineFromMs'];
    return row ? [{ subjectId, machineFromMs: typeof ms === 'number' ? ms : null }] : [];
  });
  return {
    today,
    versions: rows
      .filter(({ key }) => !key.startsWith(machineTrainedKey('')))
      .map((row) => ({ ...row, state: stateOf(row.validFrom, current.get(row.key), today) })),
    changes: changes.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
    trained,
  };
}

function stateOf(validFrom: string, current: string | undefined, today: string): 'past' | 'current' | 'coming' {
  if (validFrom === current) return 'current';
  return validFrom > today ? 'coming' : 'past';
}
