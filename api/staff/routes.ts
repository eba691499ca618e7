import { z } from 'zod';
import type { StaffRow } from '../../core/contracts/http/records.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { roleSchema } from '../sessions/session-view.ts';
import { changeStaff } from './change-staff.ts';
import { createStaff } from './create-staff.ts';
import { selectStaff } from './queries.ts';

const staffRowSchema = z.object({
  id: z.uuid(),
  login: z.string(),
  displayName: z.string(),
  role: roleSchema,
  seatNo: z.number().int().nullable(),
  disabled: z.boolean(),
  skills: z.array(z.string()).nullable(),
  subjectScope: z.array(z.string()).nullable(),
  languages: z.array(z.string()),
  stayCalls: z.number().int(),
  privileged: z.boolean(),
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

const subjectId = z.string().min(1).max(20);
const changeSchema = z.object({
  displayName: z.string().trim().min(1).max(60).optional(),
  seatNo: z.number().int().min(1).max(999).nullable().optional(),
  /** null: every subject of the scope; an empty list would mean an agent for whom nothing ever rings. */
  skills: z.array(subjectId).min(1).max(100).nullable().optional(),
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/))
    .max(20)
    .optional(),
  stayCalls: z.number().int().min(0).max(50).optional(),
  disabled: z.boolean().optional(),
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
    route({
      method: 'post',
      path: '/api/staff/:id/change',
      summary: 'Change skills, languages, stay-on-line, name or seat, or disable an account; what is left out stays',
      permission: 'manage_staff',
      params: z.object({ id: z.uuid() }),
      body: changeSchema,
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        await changeStaff(sql, params.id, change, caller.staffId);
        await audit('staff.change', { detail: { staff: params.id, ...auditOf(body) } });
      },
    }),
  ];
}

/** What changed, without the name: the audit log outlives the account. */
function auditOf({ displayName, skills, languages, ...plain }: z.output<typeof changeSchema>) {
  const detail: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of Object.entries(plain)) if (value !== undefined) detail[key] = value;
  if (displayName !== undefined) detail['renamed'] = true;
  if (skills !== undefined) detail['skills'] = skills === null ? 'all' : skills.join(' ');
  if (languages !== undefined) detail['languages'] = languages.join(' ');
  return detail;
}
