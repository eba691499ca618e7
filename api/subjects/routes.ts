import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { isDiallable } from '../../core/rules/diallable-number.ts';
import { inScope } from '../../core/rules/permissions.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectSubjects } from './queries.ts';
import { saveSubject } from './save-subject.ts';
import { windowsSchema } from './windows-schema.ts';

const day = z.iso.date();

const subjectSchema = z.object({
  id: z.string(),
  name: z.string(),
  shortName: z.string(),
  debtClass: z.enum(['tax', 'compulsory_public', 'public', 'private']),
  sharingGroup: z.string(),
  colour: z.string(),
  callerId: z.string(),
  centreId: z.string().nullable(),
  active: z.boolean(),
  windows: z.array(
    z.object({
      dayKind: z.enum(['weekday', 'saturday', 'sunday_holiday']),
      opens: z.string(),
      closes: z.string(),
      validFrom: day,
    }),
  ),
});

const changeSchema = z.object({
  name: z.string().trim().min(1).max(60),
  shortName: z.string().trim().min(1).max(12),
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  callerId: z.string().refine(isDiallable, '市外局番からの電話番号を数字だけで入れてください。'),
  active: z.boolean(),
  /** Left out: unchanged. */
  windows: windowsSchema.optional(),
});

export function subjectRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/subjects',
      summary: 'Subjects (科目) with caller ID, colour and calling windows',
      permission: 'view_subjects',
      response: z.array(subjectSchema),
      async handler({ caller }) {
        const rows = await selectSubjects(sql);
        return rows.filter(({ id, centreId }) => inScope(caller, { id, centreId }));
      },
    }),
    route({
      method: 'put',
      path: '/api/subjects/:id',
      summary:
        'Change caller ID, colour, names and windows of a subject; debt class and sharing group come with the layout',
      permission: 'edit_subjects',
      params: z.object({ id: z.string().min(1).max(20) }),
      body: changeSchema,
      response: subjectSchema,
      async handler({ params, body, caller, audit }) {
        await saveSubject(sql, params.id, body, caller, clock.now());
        const windows = body.windows?.validFrom ?? null;
        await audit('subject.save', { subjectId: params.id, detail: { windowsFrom: windows, active: body.active } });
        const [saved] = await selectSubjects(sql, params.id);
        if (!saved) throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
        return saved;
      },
    }),
  ];
}
