import {
  ANNOUNCE_KEY,
  DEMAND_FEE_KEY,
  type MoneyScope,
  ratesKey,
  ruleKey,
} from '../../core/rules/money/money-settings.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { assertNotPast } from '../settings/from-today.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { moneyView } from './money-view.ts';
import { saveEngine, saveRates, saveRule } from './save-money.ts';
import { announcementBody, demandFeeBody, engineBody, moneySettingsSchema, ratesBody, ruleBody } from './schemas.ts';

const subjectOf = (scope: MoneyScope) => ('subjectId' in scope ? scope.subjectId : null);
const asSaved = { permission: 'edit_subjects', response: moneySettingsSchema } as const;

/** How charges are counted: the city's engines, rates, rounding, fees and what may be told. No person is in it. */
export function moneyRoutes({ sql, clock }: ApiDeps): Route[] {
  const today = () => tokyoTime(clock.now()).date;
  const view = (caller: Caller) => moneyView(sql, caller, today());
  return [
    route({
      method: 'get',
      path: '/api/money',
      summary: 'How charges are counted: engine of each subject, rates, rounding, fees, what may be told',
      permission: 'view_subjects',
      response: moneySettingsSchema,
      handler: ({ caller }) => view(caller),
    }),
    route({
      ...asSaved,
      method: 'put',
      path: '/api/money/engine',
      summary: 'By which rules a subject’s charges are counted; null = unknown, the desk says 市へ照会',
      body: engineBody,
      async handler({ body: { subjectId, engine }, caller, audit }) {
        await saveEngine(sql, caller, subjectId, engine);
        await audit('subject.save', { subjectId, detail: { engine: engine ?? '' } });
        return view(caller);
      },
    }),
    route({
      ...asSaved,
      method: 'put',
      path: '/api/money/rates',
      summary: 'One line of the table of rates of an engine or a subject; the line of the same first day is replaced',
      body: ratesBody,
      async handler({ body: { scope, line }, caller, audit }) {
        await saveRates(sql, caller, scope, line);
        const what = `${line.first}/${line.later} ..${line.through ?? ''}`;
        const detail = { key: ratesKey(scope), validFrom: line.from, what };
        await audit('setting.save', { subjectId: subjectOf(scope), detail });
        return view(caller);
      },
    }),
    route({
      ...asSaved,
      method: 'put',
      path: '/api/money/rule',
      summary: 'Split, rounding and suspensions of an engine or a subject from a day on',
      body: ruleBody,
      async handler({ body, caller, audit }) {
        await saveRule(sql, caller, body, today());
        const what = JSON.stringify(body.rule);
        const detail = { key: ruleKey(body.scope), validFrom: body.validFrom, what };
        await audit('setting.save', { subjectId: subjectOf(body.scope), detail });
        return view(caller);
      },
    }),
    route({
      ...asSaved,
      method: 'put',
      path: '/api/money/announcement',
      summary: 'Whether agents may tell of charges, for the city and by subject, from a day on',
      body: announcementBody,
      async handler({ body: { validFrom, ...policy }, caller, audit }) {
        assertWholeCity(caller);
        assertNotPast(validFrom, today());
        await saveSetting(sql, ANNOUNCE_KEY, validFrom, policy);
        await audit('setting.save', { detail: { key: ANNOUNCE_KEY, validFrom, what: JSON.stringify(policy) } });
        return view(caller);
      },
    }),
    route({
      ...asSaved,
      method: 'put',
      path: '/api/money/demand-fee',
      summary: '督促手数料 by the day of issue of the demand; 0 from the day it was abolished',
      body: demandFeeBody,
      async handler({ body: { from, yen }, caller, audit }) {
        assertWholeCity(caller);
        await saveSetting(sql, DEMAND_FEE_KEY, from, { yen });
        await audit('setting.save', { detail: { key: DEMAND_FEE_KEY, validFrom: from, what: String(yen) } });
        return view(caller);
      },
    }),
  ];
}
