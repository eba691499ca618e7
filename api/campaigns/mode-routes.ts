import { z } from 'zod';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { CAMPAIGN_MODES } from '../../core/rules/vocabulary.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { changeMode } from './change-mode.ts';
import { ownCampaign } from './own-campaign.ts';
import { setCampaignPlan } from './queries.ts';

const byId = z.object({ id: z.uuid() });

/** What a manager changes while a campaign runs. */
export function campaignModeRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/campaigns/:id/mode',
      summary:
        'Switch preview, progressive, predictive while it runs; predictive only with the city’s approval in force',
      permission: 'run_campaigns',
      params: byId,
      body: z.object({ mode: z.enum(CAMPAIGN_MODES) }),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const { date: today } = tokyoTime(clock.now());
        const { subjectId, before } = await changeMode(sql, params.id, body.mode, caller, today);
        await audit('campaign.mode', { subjectId, detail: { campaign: params.id, before, mode: body.mode } });
      },
    }),
    route({
      method: 'post',
      path: '/api/campaigns/:id/plan',
      summary: 'Priority, due date and goal; what is left out stays',
      permission: 'run_campaigns',
      params: byId,
      body: z.object({
        priority: z.number().int().min(1).max(999).optional(),
        dueOn: z.iso.date().nullable().optional(),
        goalPercent: z.number().min(1).max(100).optional(),
      }),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const subjectId = await sql.begin(async (tx) => {
          const campaign = await ownCampaign(tx, params.id, caller);
          await setCampaignPlan(tx, params.id, body);
          return campaign.subjectId;
        });
        const { priority = null, dueOn = null, goalPercent = null } = body;
        const detail = { campaign: params.id, changed: Object.keys(body).join(' '), priority, dueOn, goalPercent };
        await audit('campaign.plan', { subjectId, detail });
      },
    }),
  ];
}
