import { z } from 'zod';
import type { CampaignGoals, GoalsView } from '../../core/contracts/http/goals.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectCampaignGoals } from './campaign-queries.ts';
import { goalsView } from './goals-view.ts';
import { shareGoals } from './shared-goals.ts';

const LONGEST_DAYS = 366;
const DAY_MS = 86_400_000;
const count = z.number().int();

const countsSchema = z.object({
  requested: count,
  dialled: count,
  contacted: count,
  promised: count,
  judged: count,
  kept: count,
  settled: count,
  attempts: count,
  poolAnswered: count,
  abandoned: count,
  wrapUps: count,
  wrapUpSec: count,
});
const funnelSchema = z.object({
  untouched: count,
  tried: count,
  contacted: count,
  promised: count,
  settled: count,
  ended: count,
});
const campaignGoalsSchema = z.object({
  campaignId: z.uuid(),
  counts: countsSchema,
  funnel: funnelSchema,
}) satisfies z.ZodType<CampaignGoals>;
const by = z.enum(['subject', 'band', 'seat', 'day']);
const goalsSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  by,
  total: countsSchema,
  rows: z.array(z.object({ key: z.string(), label: z.string(), counts: countsSchema })),
  curves: z.array(
    z.object({
      subjectId: z.string(),
      requested: count,
      goalPercent: z.number(),
      contacted: z.array(z.object({ day: z.iso.date(), persons: count })),
    }),
  ),
}) satisfies z.ZodType<GoalsView>;

export function goalRoutes({ sql, clock }: ApiDeps): Route[] {
  const campaignGoals = shareGoals((viewer) => selectCampaignGoals(sql, viewer, clock.now()));
  return [
    route({
      method: 'get',
      path: '/api/goals/campaigns',
      summary: 'Funnel and contact rate of each campaign; counts of persons only',
      permission: 'view_campaigns',
      response: z.array(campaignGoalsSchema),
      handler: ({ caller }) => campaignGoals(caller),
    }),
    route({
      method: 'get',
      path: '/api/goals',
      summary: 'Contact rate and the other goals over a period, by subject, band, seat or day',
      permission: 'view_campaigns',
      query: z.object({ from: z.iso.date(), to: z.iso.date(), by: by.default('subject') }),
      response: goalsSchema,
      async handler({ query: { from, to, by: grouping }, caller, audit }) {
        const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
        if (days < 1 || days > LONGEST_DAYS)
          throw new DomainError('goals/period', 422, '期間は1日から1年までで選んでください。');
        const view = await goalsView(sql, caller, from, to, grouping);
        await audit('list', { detail: { what: 'goals', by: grouping, rows: view.rows.length } });
        return view;
      },
    }),
  ];
}
