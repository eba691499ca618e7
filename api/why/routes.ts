import { z } from 'zod';
import type { CampaignWhy, PersonTarget, TargetWhy } from '../../core/contracts/http/why.ts';
import type { WhyCampaign, WhyNow } from '../../core/contracts/why.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { inScope } from '../../core/rules/permissions.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { personCard } from '../persons/person-card.ts';
import { selectUnprovenOnLine, selectViewerSubjects } from '../persons/queries.ts';
import { campaignWhy } from './campaign-why.ts';
import {
  selectCampaignState,
  selectPersonTargets,
  selectTarget,
  selectTargetCalls,
  type TargetRow,
} from './queries.ts';
import { campaignWhySchema, personTargetSchema, targetWhySchema } from './schemas.ts';

const count = z.coerce.number().int().positive();

/** *Why?*: the gate answers for itself (telephony, with the facts of this moment); what was done and what comes next are rows. */
export function whyRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  return [personTargetsRoute(deps), targetRoute(deps, commands), campaignRoute(deps, commands)];
}

function personTargetsRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/persons/:id/targets',
    summary: 'The campaigns a person is in',
    permission: 'view_person',
    params: z.object({ id: count }),
    response: z.array(personTargetSchema) satisfies z.ZodType<PersonTarget[]>,
    async handler({ params, caller, audit }) {
      const card = await personCard(sql, caller, params.id, tokyoTime(clock.now()).date);
      if (card.masked) return [];
      await assertNotUnproven(sql, caller, params.id);
      const subjects = await selectViewerSubjects(sql, caller);
      const subjectIds = subjects?.map(({ subjectId }) => subjectId) ?? null;
      await audit('view_person', { personId: params.id });
      const targets = await selectPersonTargets(sql, params.id, { privileged: caller.privileged, subjectIds });
      return targets.map((target) => ({ ...target, nextAt: target.nextAt?.toISOString() ?? null }));
    },
  });
}

function targetRoute({ sql }: ApiDeps, commands: CommandRunner): Route {
  return route({
    method: 'get',
    path: '/api/targets/:id/why',
    summary: 'Why a target was dialled, why not, what is next and when',
    permission: 'view_person',
    params: z.object({ id: count }),
    response: targetWhySchema satisfies z.ZodType<TargetWhy>,
    async handler({ params, caller, audit }) {
      const target = await ownTarget(sql, caller, params.id);
      await audit('view_person', { personId: target.personId, subjectId: target.subject.id });
      const now = (await commands.run('explain', caller.staffId, { targetId: params.id })) as unknown as WhyNow;
      const calls = await selectTargetCalls(sql, params.id);
      const { campaign, subject, next } = target;
      return {
        targetId: params.id,
        campaign,
        subject: { id: subject.id, name: subject.name },
        now,
        next: { ...next, at: next.at?.toISOString() ?? null },
        calls: calls.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
      };
    },
  });
}

function campaignRoute({ sql, clock }: ApiDeps, commands: CommandRunner): Route {
  return route({
    method: 'get',
    path: '/api/campaigns/:id/why',
    summary: 'Why a campaign is as slow as it is now',
    permission: 'view_campaigns',
    params: z.object({ id: z.uuid() }),
    response: campaignWhySchema satisfies z.ZodType<CampaignWhy>,
    async handler({ params, caller }) {
      const campaign = await selectCampaignState(sql, params.id);
      const visible = campaign && inScope(caller, { id: campaign.subjectId, centreId: campaign.centreId });
      if (!visible || (campaign.privileged && !caller.privileged))
        throw new DomainError('campaign/not-found', 404, '架電業務が見つかりません。');
      const asked = commands.run('explain_campaign', caller.staffId, { campaignId: params.id });
      return campaignWhy(sql, campaign, (await asked) as unknown as WhyCampaign, clock.now());
    },
  });
}

/** @throws DomainError target/not-found (also outside the scope), person/shielded, identity/required */
async function ownTarget(sql: ApiDeps['sql'], caller: Caller, id: number): Promise<TargetRow> {
  const target = await selectTarget(sql, id);
  const visible = target && inScope(caller, { id: target.subject.id, centreId: target.subject.centreId });
  if (!visible || (target.privileged && !caller.privileged))
    throw new DomainError('target/not-found', 404, '対象が見つかりません。');
  if (!mayShow(target.shielded, caller))
    throw new DomainError('person/shielded', 403, '支援措置の対象者のため表示できません。');
  await assertNotUnproven(sql, caller, target.personId);
  return target;
}

/** Reasons name subjects and what is owed: nothing for a viewer who has that person on the line unproved. */
async function assertNotUnproven(sql: ApiDeps['sql'], caller: Caller, personId: number): Promise<void> {
  if ((await selectUnprovenOnLine(sql, caller.staffId)).includes(personId))
    throw new DomainError('identity/required', 403, '本人確認が終わるまで表示できません。');
}
