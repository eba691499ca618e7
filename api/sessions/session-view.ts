import { z } from 'zod';
import type { SessionView } from '../../core/contracts/http/session.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';

import { readSettings } from '../settings/read-settings.ts';

export const roleSchema = z.enum(['agent', 'supervisor', 'manager', 'reviewer', 'officer', 'administrator', 'auditor']);

export const sessionViewSchema = z.object({
  staff: z.object({
    id: z.uuid(),
    login: z.string(),
    displayName: z.string(),
    role: roleSchema,
    seatNo: z.number().int().nullable(),
    privileged: z.boolean(),
  }),
  permissions: z.array(z.string()),
  csrfToken: z.string(),
  city: z.object({
    name: z.string(),
    section: z.string(),
    phone: z.string(),
    preIdentityDisplay: z.enum(['nothing', 'stage_and_count', 'all']),
  }),
  productNow: z.iso.datetime(),
  clockSimulated: z.boolean(),
  clockSpeed: z.number(),
}) satisfies z.ZodType<SessionView>;

export async function sessionView({ sql, clock }: ApiDeps, caller: Caller): Promise<SessionView> {
  const now = clock.now();
  const { city, preIdentityDisplay } = await readSettings(sql, tokyoTime(now).date);
  return {
    staff: {
      id: caller.staffId,
      login: caller.login,
      displayName: caller.displayName,
      role: caller.role,
      seatNo: caller.seatNo,
      privileged: caller.privileged,
    },
    permissions: [...caller.permissions],
    csrfToken: caller.csrfToken,
    city: { ...city, preIdentityDisplay },
    productNow: now.toISOString(),
    clockSimulated: clock.simulated,
    clockSpeed: clock.speed,
  };
}
