import { z } from 'zod';
import type { HandOverSettings } from '../../core/contracts/http/hand-overs.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { handOverDays } from '../../core/rules/hand-over-deadline.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { assertNotPast } from '../settings/from-today.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { selectDayVersions } from './board-queries.ts';
import { daysSchema, settingsSchema } from './schemas.ts';

const KEY = 'hand_overs';

/** How many working days the city gives itself, by reason, from a day on. */
export function handOverSettingRoutes({ sql, clock }: ApiDeps): Route[] {
  const path = '/api/hand-overs/settings';
  return [
    route({
      method: 'get',
      path,
      summary: 'Working days until the city answers, in all versions',
      permission: 'view_hand_overs',
      response: settingsSchema,
      handler: () => read(sql, tokyoTime(clock.now()).date),
    }),
    route({
      method: 'put',
      path,
      summary: 'Working days until the city answers, from a day on; what was raised before keeps its deadline',
      permission: 'answer_hand_overs',
      body: daysSchema.extend({ validFrom: z.iso.date() }),
      response: settingsSchema,
      async handler({ body: { validFrom, ...value }, caller, audit }) {
        assertWholeCity(caller);
        const { date: today } = tokyoTime(clock.now());
        assertNotPast(validFrom, today);
        await saveSetting(sql, KEY, validFrom, value);
        await audit('setting.save', { detail: { key: KEY, validFrom } });
        return read(sql, today);
      },
    }),
  ];
}

async function read(db: Queryable, today: string): Promise<HandOverSettings> {
  const versions = await selectDayVersions(db, KEY);
  if (!versions.some(({ validFrom }) => validFrom <= today)) versions.push({ validFrom: '0001-01-01', value: {} });
  return { today, versions: versions.map(({ validFrom, value }) => ({ validFrom, ...handOverDays(value) })) };
}
