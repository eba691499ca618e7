import { z } from 'zod';
import type { StaffRow } from '../../core/contracts/http/records.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { roleSchema } from '../sessions/session-view.ts';
import { createStaff } from './create-staff.ts';
import { selectStaff } from './queries.ts';

const staffRowSchema = z.object({
  id: z.uuid(),
  login: z.string(),
  displayName: z.string(),
  role: roleSchema,
  seatNo: z.number().int().nullable(),
  disabled: z.boolean(),
}) satisfies z.ZodType<StaffRow>;

const newStaffSchema = z.object({
  login: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/),
  displayName: z.string().min(1).max(60),
  role: roleSchema,
  password: z.string().min(12).max(256),
  subjectScope: z.array(z.string().max(20)).max(100).nullable().default(null),
  centreScope: z.array(z.string().max(20)).max(100).nullable().default(null),
  privileged: z.boolean().default(false),
  seatNo: z.number().int().min(1).max(999).nullable().default(null),
});

export function staffRoutes({ sql }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/staff',
      summary: 'Accounts',
      permission: 'manage_staff',
      response: z.array(staffRowSchema),
      async handler({ audit }) {
        const rows = await selectStaff(sql);
        await audit('list', { detail: { what: 'staff', rows: rows.length } });
        return rows;
      },
    }),
    route({
      method: 'post',
      path: '/api/staff',
      summary: 'Create an account',
      permission: 'manage_staff',
      body: newStaffSchema,
      response: z.object({ id: z.uuid() }),
      status: 201,
      async handler({ body, audit }) {
        const created = await createStaff(sql, body);
        await audit('staff.create', { detail: { staff: created.id, role: body.role, privileged: body.privileged } });
        return created;
      },
    }),
  ];
}
