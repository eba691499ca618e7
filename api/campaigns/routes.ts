import { z } from 'zod';
import type { CampaignRow } from '../../core/contracts/http/records.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { inScope } from '../../core/rules/permissions.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { CAMPAIGN_MODES } from '../../core/rules/vocabulary.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { type CampaignChange, changeCampaign } from './change-campaign.ts';
import { createCampaign } from './create-campaign.ts';
import { campaignModeRoutes } from './mode-routes.ts';
import { predictiveRoutes } from './predictive-routes.ts';
import { selectCampaigns, selectSubject } from './queries.ts';

const campaignSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  subjectId: z.string(),
  mode: z.enum(CAMPAIGN_MODES),
  state: z.enum(['draft', 'running', 'paused', 'finished']),
  targets: z.number().int(),
  done: z.number().int(),
  waiting: z.number().int(),
  inProgress: z.number().int(),
  startedAt: z.iso.datetime().nullable(),
  privileged: z.boolean(),
  priority: z.number().int(),
  dueOn: z.iso.date().nullable(),
  goalPercent: z.number(),
  listName: z.string().nullable(),
}) satisfies z.ZodType<CampaignRow>;

const newCampaignSchema = z.object({
  subjectId: z.string().min(1).max(20),
  name: z.string().trim().min(1).max(80),
  privileged: z.boolean().default(false),
  ringTimeoutSec: z.number().int().min(10).max(60).default(25),
});

export function campaignRoutes(deps: ApiDeps): Route[] {
  return [
    listRoute(deps),
    createRoute(deps),
    changeRoute(deps, 'start', 'Start a campaign, or go on after a pause'),
    changeRoute(deps, 'pause', 'Pause a campaign; calls in hand go on'),
    changeRoute(deps, 'finish', 'Finish a campaign for good'),
    ...campaignModeRoutes(deps),
    ...predictiveRoutes(deps),
  ];
}

function listRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/campaigns',
    summary: 'Campaigns with their counts, what runs first',
    permission: 'view_campaigns',
    response: z.array(campaignSchema),
    async handler({ caller, audit }) {
      const rows = await selectCampaigns(sql, caller);
      const mine = rows.filter(({ subjectId, centreId }) => inScope(caller, { id: subjectId, centreId }));
      await audit('list', { detail: { what: 'campaigns', rows: mine.length } });
      return mine.map(({ startedAt, centreId, ...row }) => ({ ...row, startedAt: startedAt?.toISOString() ?? null }));
    },
  });
}

function createRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/campaigns',
    summary: 'Make a campaign of everybody who owes on a subject and may be called; it starts as a draft, in preview',
    permission: 'run_campaigns',
    body: newCampaignSchema,
    response: z.object({ id: z.uuid(), targets: z.number().int() }),
    status: 201,
    async handler({ body, caller, audit }) {
      const subject = await selectSubject(sql, body.subjectId);
      if (!subject || !inScope(caller, subject)) {
        throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
      }
      if (body.privileged && !caller.privileged) {
        throw new DomainError('campaign/privileged', 403, '支援措置の方を含む架電業務を作る権限がありません。');
      }
      const { date: today } = tokyoTime(clock.now());
      const created = await createCampaign(sql, { ...body, today, createdBy: caller.staffId });
      const detail = { campaign: created.id, targets: created.targets, privileged: body.privileged };
      await audit('campaign.create', { subjectId: body.subjectId, detail });
      return created;
    },
  });
}

function changeRoute({ sql, clock }: ApiDeps, change: CampaignChange, summary: string): Route {
  return route({
    method: 'post',
    path: `/api/campaigns/:id/${change}`,
    summary,
    permission: change === 'pause' ? 'pause_campaigns' : 'run_campaigns',
    params: z.object({ id: z.uuid() }),
    response: 'none',
    async handler({ params, caller, audit }) {
      const { subjectId } = await changeCampaign(sql, params.id, change, caller, clock.now());
      await audit(`campaign.${change}`, { subjectId, detail: { campaign: params.id } });
    },
  });
}
