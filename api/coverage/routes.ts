import { z } from 'zod';
import type { CoverageSettings } from '../../core/contracts/http/coverage.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { inScope } from '../../core/rules/permissions.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectSubjects } from '../subjects/queries.ts';
import { createAnswerCountsCache } from './answer-counts-cache.ts';
import { atRiskView } from './at-risk-view.ts';
import { bestTimeView } from './best-time-view.ts';
import { type CoverageGround, readCoverageGround } from './coverage-ground.ts';
import { createPlannerThread } from './planner-thread.ts';
import { selectOpenCases } from './queries.ts';
import { atRiskSchema, bestTimeSchema, coverageSchema, settingsSchema, sliderSchema, whatIfSchema } from './schemas.ts';

const byId = z.object({ id: z.uuid() });
/** Nobody promises further ahead; the forecast goes day by day. */
const FURTHEST_DAYS = 180;

/** For the rates of the pool; the rest of a plan is arithmetic. */
const PLAN_MS = 800;
/** Reading the database and simulating together: with asking and drawing, the curve is there within five seconds. */
const CURVE_MS = 3_800;
const LEAST_CURVE_MS = 1_500;

/** What was left out of a request stays as it stands. */
const given = (
  change: { [K in keyof CoverageSettings]?: CoverageSettings[K] | undefined },
): Partial<CoverageSettings> => Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

export function coverageRoutes({ sql, clock, logger }: ApiDeps): Route[] {
  const planner = createPlannerThread(logger);
  const history = createAnswerCountsCache(sql);

  const groundOf = async (campaignId: string, caller: Caller, dueOn: string | undefined) => {
    const now = clock.now();
    const { date: today } = tokyoTime(now);
    if (dueOn !== undefined && (dueOn < today || dueOn > addDays(today, FURTHEST_DAYS))) {
      throw new DomainError('coverage/due-on', 422, `期限は本日から${FURTHEST_DAYS}日以内の日付にしてください。`);
    }
    const counts = await history.read(now);
    // One picture of the database: cases and calls of different moments would contradict each other.
    return sql.begin('isolation level repeatable read read only', (tx) =>
      readCoverageGround(tx, counts, campaignId, caller, { now, speed: clock.speed }, dueOn),
    );
  };

  const viewOf = async (ground: CoverageGround, change: Partial<CoverageSettings>, caller: Caller) => {
    const answer = await planner.ask(`${caller.sessionId} plan ${ground.campaign.id}`, {
      ground,
      change,
      slider: null,
      mostMs: PLAN_MS,
    });
    if (answer.kind !== 'view') throw new Error('the planner answered another question');
    return answer.view;
  };

  return [
    route({
      method: 'get',
      path: '/api/campaigns/:id/coverage',
      summary:
        'How many cases will be tried in two bands by the due date, seats needed, cases at risk and why; counts only',
      permission: 'view_campaigns',
      params: byId,
      query: z.object({ dueOn: z.iso.date().optional() }),
      response: coverageSchema,
      async handler({ params, query, caller, audit }) {
        const ground = await groundOf(params.id, caller, query.dueOn);
        await audit('list', {
          subjectId: ground.campaign.subjectId,
          detail: { what: 'coverage', campaign: params.id },
        });
        return viewOf(ground, {}, caller);
      },
    }),
    route({
      method: 'post',
      path: '/api/campaigns/:id/coverage',
      summary: 'The same plan with other seats, cap, ring time, mode or due date; changes nothing',
      permission: 'view_campaigns',
      params: byId,
      body: settingsSchema.partial(),
      response: coverageSchema,
      // Moving a slider is no new look at anything: opening the page was audited.
      async handler({ params, body, caller }) {
        const ground = await groundOf(params.id, caller, body.dueOn);
        return viewOf(ground, given(body), caller);
      },
    }),
    route({
      method: 'post',
      path: '/api/campaigns/:id/what-if',
      summary: 'Waiting, abandonment, occupancy and completion over one slider, simulated on the campaign’s own calls',
      permission: 'view_campaigns',
      params: byId,
      body: settingsSchema.partial().extend({ slider: sliderSchema.default('seats') }),
      response: whatIfSchema,
      async handler({ params, body: { slider, ...change }, caller }) {
        const from = performance.now();
        const ground = await groundOf(params.id, caller, change.dueOn);
        const mostMs = Math.max(LEAST_CURVE_MS, CURVE_MS - (performance.now() - from));
        const answer = await planner.ask(`${caller.sessionId} what-if`, {
          ground,
          change: given(change),
          slider,
          mostMs,
        });
        if (answer.kind !== 'curve') throw new Error('the planner answered another question');
        const { settings, points } = answer;
        return { slider, settings, points, tookMs: Math.round(performance.now() - from) };
      },
    }),
    route({
      method: 'get',
      path: '/api/campaigns/:id/at-risk',
      summary: 'Cases that no number of seats can bring into two bands by the due date, with the reason of each',
      permission: 'view_person',
      params: byId,
      query: z.object({ dueOn: z.iso.date().optional() }),
      response: atRiskSchema,
      async handler({ params, query, caller, audit }) {
        const ground = await groundOf(params.id, caller, query.dueOn);
        const { mobileFirst } = ground.dialling;
        const open = await selectOpenCases(sql, params.id, clock.now(), mobileFirst, caller.privileged);
        const view = atRiskView(ground, open);
        const detail = { what: 'at-risk', campaign: params.id, rows: view.cases.length };
        await audit('list', { subjectId: ground.campaign.subjectId, detail });
        return view;
      },
    }),
    bestTimeRoute({ sql, clock }),
  ];
}

function bestTimeRoute({ sql, clock }: Pick<ApiDeps, 'sql' | 'clock'>): Route {
  return route({
    method: 'get',
    path: '/api/coverage/best-time',
    summary: 'Chance of an answer by number type, area, band and hour; counts only',
    permission: 'view_campaigns',
    query: z.object({ subjectId: z.string().max(20).optional() }),
    response: bestTimeSchema,
    async handler({ query, caller, audit }) {
      const mine = (await selectSubjects(sql)).filter((subject) => inScope(caller, subject)).map(({ id }) => id);
      if (query.subjectId !== undefined && !mine.includes(query.subjectId)) {
        throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
      }
      const which = query.subjectId === undefined ? mine : [query.subjectId];
      await audit('list', { detail: { what: 'best-time', subject: query.subjectId ?? '' } });
      return bestTimeView(sql, query.subjectId ?? null, which, clock.now());
    },
  });
}
