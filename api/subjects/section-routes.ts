import { z } from 'zod';
import type { SubjectSection } from '../../core/contracts/http/sms.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { isDiallable } from '../../core/rules/diallable-number.ts';
import { inScope } from '../../core/rules/permissions.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectSections, updateSection } from './section-queries.ts';

const sectionSchema = z.object({
  subjectId: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
}) satisfies z.ZodType<SubjectSection>;

/** As a person reads and dials it: `022-000-1100`. */
const phone = z
  .string()
  .trim()
  .regex(/^0[\d-]{8,13}$/)
  .refine((text) => isDiallable(text.replaceAll('-', '')) || /^0(120|570)/.test(text));

/** Who answers the citizen: what every SMS and goodbye of the subject names. */
export function sectionRoutes({ sql }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/subject-sections',
      summary: 'Section and telephone that messages of each subject name; null = the city’s own',
      permission: 'view_subjects',
      response: z.array(sectionSchema),
      async handler({ caller }) {
        const rows = await selectSections(sql);
        return rows
          .filter((row) => inScope(caller, { id: row.subjectId, centreId: row.centreId }))
          .map(({ subjectId, name, phone: number }) => ({ subjectId, name, phone: number }));
      },
    }),
    route({
      method: 'put',
      path: '/api/subject-sections/:id',
      summary: 'Set or clear section and telephone of a subject',
      permission: 'edit_subjects',
      params: z.object({ id: z.string().min(1).max(20) }),
      body: z.object({ name: z.string().trim().min(1).max(40).nullable(), phone: phone.nullable() }),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const subject = (await selectSections(sql)).find(({ subjectId }) => subjectId === params.id);
        if (!subject || !inScope(caller, { id: params.id, centreId: subject.centreId }))
          throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
        await updateSection(sql, params.id, body);
        await audit('subject.save', { subjectId: params.id, detail: { what: 'section' } });
      },
    }),
  ];
}
