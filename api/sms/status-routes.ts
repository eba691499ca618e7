import { z } from 'zod';
import type { SmsLimitsChange, SmsStatus } from '../../core/contracts/http/sms.ts';
import { countersSince, smsLimits } from '../../core/rules/sms/sms-limits.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { selectSmsSetting } from './line-queries.ts';
import { selectSmsStatus } from './view-queries.ts';

const count = z.number().int();
const statusSchema = z.object({
  sentToday: count,
  partsToday: count,
  perDay: count,
  sentThisYear: count,
  partsThisYear: count,
  perYear: count,
  maxCharacters: count,
  yenPerPart: z.number(),
  keepDays: count,
  hours: z.string(),
  waiting: count,
  uncertain: count,
  transport: z.object({ name: z.string(), kind: z.string(), ready: z.boolean() }).nullable(),
}) satisfies z.ZodType<SmsStatus>;

const limitsSchema = z.object({
  perDay: count.min(0).max(1_000_000),
  perYear: count.min(0).max(100_000_000),
  maxCharacters: z.union([z.literal(660), z.literal(670)]),
  yenPerPart: z.number().min(0).max(1_000),
  keepDays: count.min(1).max(60),
  hours: z.string().trim().max(40),
}) satisfies z.ZodType<SmsLimitsChange>;

export function smsStatusRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/sms/status',
      summary:
        'Counters of the day and the year against the city’s caps, what waits, and whether the way to the carrier is open',
      permission: 'view_sms_counts',
      response: statusSchema,
      async handler() {
        const now = clock.now();
        const row = await selectSmsStatus(sql, countersSince(now));
        if (!row) throw new Error('counting always answers');
        const limits = smsLimits((await selectSmsSetting(sql, tokyoTime(now).date)).sms);
        const { transport, ...counts } = row;
        return {
          ...counts,
          ...{ perDay: limits.perDay, perYear: limits.perYear, maxCharacters: limits.maxCharacters },
          ...{ yenPerPart: limits.yenPerPart, hours: limits.hours, keepDays: limits.keepDays },
          transport: transport && { name: transport.transport, kind: transport.kind, ready: transport.ready },
        };
      },
    }),
    route({
      method: 'put',
      path: '/api/sms/limits',
      summary: 'How many messages the city sends a day and a year, from today on',
      permission: 'set_sms_limits',
      body: limitsSchema,
      response: 'none',
      async handler({ body, caller, audit }) {
        assertWholeCity(caller);
        await saveSetting(sql, 'sms', tokyoTime(clock.now()).date, body);
        await audit('sms.limits', { detail: { perDay: body.perDay, perYear: body.perYear } });
      },
    }),
  ];
}
