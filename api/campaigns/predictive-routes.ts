import { z } from 'zod';
import type { PredictiveLine } from '../../core/contracts/http/campaigns.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { type AbandonmentRow, selectAbandonment } from '../goals/abandonment-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { askPredictive } from './ask-predictive.ts';
import { endPredictiveNow } from './end-predictive.ts';
import { predictiveAskedSchema } from './predictive-asked.ts';
import { createFrontierReader } from './predictive-frontier.ts';
import { type PredictiveLineRow, selectPredictiveLines } from './predictive-queries.ts';
import { type SubjectIdentity, selectSubject } from './queries.ts';

const ROLLING_DAYS = 30;

const abandonmentSchema = z.object({ answered: z.number().int(), abandoned: z.number().int() });
const lineSchema = z.object({
  subjectId: z.string(),
  inForce: predictiveAskedSchema.nullable(),
  waitingSince: z.iso.datetime().nullable(),
  returned: z.string().nullable(),
  today: abandonmentSchema,
  rolling: abandonmentSchema,
}) satisfies z.ZodType<PredictiveLine>;

const bySubject = z.object({ subjectId: z.string().min(1).max(20) });

export function predictiveRoutes(deps: ApiDeps): Route[] {
  const { sql, clock } = deps;
  const frontier = createFrontierReader(deps);
  const ownSubject = async (id: string, caller: Scope): Promise<SubjectIdentity> => {
    const subject = await selectSubject(sql, id);
    if (!subject || !inScope(caller, subject))
      throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
    return subject;
  };
  return [
    route({
      method: 'get',
      path: '/api/predictive-lines',
      summary: 'Each subject’s approval for predictive calling, and what was abandoned today and in 30 days',
      permission: 'view_campaigns',
      response: z.array(lineSchema),
      async handler({ caller }) {
        const { date: today } = tokyoTime(clock.now());
        const lines = (await selectPredictiveLines(sql, today)).filter((line) =>
          inScope(caller, { id: line.subjectId, centreId: line.centreId }),
        );
        const since = tokyoInstant(addDays(today, 1 - ROLLING_DAYS), 0);
        const measured = await selectAbandonment(sql, since, tokyoInstant(today, 0));
        return lines.map((line) =>
          lineView(
            line,
            measured.find(({ subjectId }) => subjectId === line.subjectId),
          ),
        );
      },
    }),
    route({
      method: 'post',
      path: '/api/predictive-lines/:subjectId/ask',
      summary: 'Ask the city’s officer for predictive calling on a subject, with the subject’s own figures',
      permission: 'propose',
      params: bySubject,
      body: predictiveAskedSchema,
      response: z.object({ id: z.uuid() }),
      status: 201,
      async handler({ params, body, caller, audit }) {
        const subject = await ownSubject(params.subjectId, caller);
        const drawn = await frontier.read(subject.id, caller);
        const id = await askPredictive(sql, subject, body, drawn, caller.staffId, clock.now());
        await audit('predictive.ask', { subjectId: subject.id, detail: { approval: id, cap: body.capPercent } });
        return { id };
      },
    }),
    route({
      method: 'post',
      path: '/api/predictive-lines/:subjectId/end',
      summary: 'The officer takes the approval back at once; campaigns that dial by it go on progressively',
      permission: 'decide',
      params: bySubject,
      response: z.object({ switched: z.number().int() }),
      async handler({ params, caller, audit }) {
        const subject = await ownSubject(params.subjectId, caller);
        const switched = await endPredictiveNow(sql, subject.id, tokyoTime(clock.now()).date);
        await audit('predictive.end', { subjectId: subject.id, detail: { switched } });
        return { switched };
      },
    }),
  ];
}

function lineView(line: PredictiveLineRow, measured: AbandonmentRow | undefined): PredictiveLine {
  const { subjectId, capPercent, validFrom, validTo, waitingSince, returned } = line;
  return {
    subjectId,
    inForce: capPercent !== null && validFrom !== null ? { capPercent, validFrom, validTo } : null,
    waitingSince: waitingSince?.toISOString() ?? null,
    returned,
    today: { answered: measured?.answeredToday ?? 0, abandoned: measured?.abandonedToday ?? 0 },
    rolling: { answered: measured?.answered ?? 0, abandoned: measured?.abandoned ?? 0 },
  };
}
