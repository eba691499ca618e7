import { z } from 'zod';
import type { DisclosureSettings } from '../../core/contracts/http/disclosure.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { identityPolicy, MAX_FACTORS, MIN_FACTORS } from '../../core/rules/identity.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { assertNotPast } from '../settings/from-today.ts';
import { readPreIdentityDisplay } from '../settings/read-settings.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { selectVersions } from './setting-queries.ts';

const display = z.enum(['nothing', 'stage_and_count', 'all']);
const policy = z.object({
  factors: z.number().int().min(MIN_FACTORS).max(MAX_FACTORS),
  household: z.enum(['never', 'with_role', 'with_check']),
});
const version = { validFrom: z.iso.date(), state: z.enum(['past', 'current', 'coming']) };
const settingsSchema = z.object({
  display: z.array(z.object({ ...version, value: display })),
  identity: z.array(z.object({ ...version, value: policy })),
  now: z.object({ display, identity: policy }),
}) satisfies z.ZodType<DisclosureSettings>;

const changeSchema = z.discriminatedUnion('key', [
  z.object({ key: z.literal('pre_identity_display'), validFrom: z.iso.date(), value: display }),
  z.object({ key: z.literal('identity'), validFrom: z.iso.date(), value: policy }),
]);

/** What the desk shows before a dial, and what the check asks: the city's word, by day. */
export function disclosureRoutes({ sql, clock }: ApiDeps): Route[] {
  const today = () => tokyoTime(clock.now()).date;
  return [
    route({
      method: 'get',
      path: '/api/settings/disclosure',
      summary: 'What is shown before a dial and what the identity check asks, with all versions',
      permission: 'view_dialling',
      response: settingsSchema,
      handler: () => readDisclosure(sql, today()),
    }),
    route({
      method: 'put',
      path: '/api/settings/disclosure',
      summary: 'From a day on: what is shown before a dial, or what the check asks',
      permission: 'edit_disclosure',
      body: changeSchema,
      response: settingsSchema,
      async handler({ body: { key, validFrom, value }, caller, audit }) {
        assertWholeCity(caller);
        assertNotPast(validFrom, today());
        await saveSetting(sql, key, validFrom, value);
        const what = typeof value === 'string' ? value : `${value.factors} ${value.household}`;
        await audit('setting.save', { detail: { key, validFrom, what } });
        return readDisclosure(sql, today());
      },
    }),
  ];
}

async function readDisclosure(sql: Sql, today: string): Promise<DisclosureSettings> {
  const rows = await selectVersions(sql);
  const state = (key: string, validFrom: string): 'past' | 'current' | 'coming' => {
    if (validFrom > today) return 'coming';
    // Newest first: the first that has begun holds.
    return rows.find((row) => row.key === key && row.validFrom <= today)?.validFrom === validFrom ? 'current' : 'past';
  };
  const of = <T>(key: string, read: (value: unknown) => T) =>
    rows
      .filter((row) => row.key === key)
      .map(({ validFrom, value }) => ({ validFrom, state: state(key, validFrom), value: read(value) }));
  const shown = of('pre_identity_display', readPreIdentityDisplay);
  const asked = of('identity', identityPolicy);
  const current = <T>(list: readonly { state: string; value: T }[], otherwise: T) =>
    list.find((one) => one.state === 'current')?.value ?? otherwise;
  return {
    display: shown,
    identity: asked,
    now: {
      display: current(shown, readPreIdentityDisplay(undefined)),
      identity: current(asked, identityPolicy(undefined)),
    },
  };
}
