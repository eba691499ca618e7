import { z } from 'zod';
import type { WindowVersion } from '../../core/contracts/http/calendar.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectSubjects, selectWindowVersions } from './queries.ts';
import { saveWindows } from './save-windows.ts';
import { windowsSchema } from './windows-schema.ts';

const params = z.object({ id: z.string().min(1).max(20) });

const versionSchema = z.object({
  validFrom: z.string(),
  state: z.enum(['past', 'current', 'coming']),
  days: z.array(
    z.object({ dayKind: z.enum(['weekday', 'saturday', 'sunday_holiday']), opens: z.string(), closes: z.string() }),
  ),
  savedBy: z.string().nullable(),
  savedAt: z.iso.datetime().nullable(),
}) satisfies z.ZodType<WindowVersion>;

export function windowRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/subjects/:id/windows',
      summary: 'Every version of the calling windows of a subject, newest first, with who and when',
      permission: 'view_subjects',
      params,
      response: z.array(versionSchema),
      async handler({ params: { id }, caller }) {
        return readVersions(sql, id, caller, tokyoTime(clock.now()).date);
      },
    }),
    route({
      method: 'put',
      path: '/api/subjects/:id/windows',
      summary: 'Calling windows of a subject from a day on; earlier days keep theirs',
      permission: 'edit_subjects',
      params,
      body: windowsSchema,
      response: z.array(versionSchema),
      async handler({ params: { id }, body, caller, audit }) {
        const now = clock.now();
        const windows = body.days.map(({ dayKind, opens, closes }) => `${dayKind} ${opens}-${closes}`).join(', ');
        await saveWindows(sql, id, body, caller, now);
        await audit('subject.save', { subjectId: id, detail: { windowsFrom: body.validFrom, windows } });
        return readVersions(sql, id, caller, tokyoTime(now).date);
      },
    }),
  ];
}

async function readVersions(sql: Sql, id: string, caller: Scope, today: string): Promise<WindowVersion[]> {
  const [subject] = await selectSubjects(sql, id);
  if (!subject || !inScope(caller, subject)) throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
  const versions = await selectWindowVersions(sql, id);
  const current = versions.find(({ validFrom }) => validFrom <= today)?.validFrom;
  return versions.map(({ savedAt, ...version }) => ({
    ...version,
    savedAt: savedAt?.toISOString() ?? null,
    state: version.validFrom === current ? 'current' : version.validFrom > today ? 'coming' : 'past',
  }));
}
