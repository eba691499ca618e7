import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { IDENTITY_RESULTS, IDENTITY_SPEAKERS } from '../../core/rules/identity.ts';
import { saveResult } from '../contacts/save-result.ts';
import type { ApiDeps } from '../http/deps.ts';
import { resultEntrySchema } from '../http/result-schemas.ts';
import { type Route, route } from '../http/route.ts';
import { checkIdentity } from '../identity/check-identity.ts';
import { trainingOrder } from '../training/queries.ts';
import { selectDeskCampaigns } from './campaign-queries.ts';
import { assertOwnCall, assertOwnTarget } from './own-work.ts';
import type { CommandRunner } from './run-command.ts';

const targetId = z.number().int().positive();
const callId = z.uuid();
const reason = z.string().min(1).max(200);

/** What an agent does; each waits for telephony's answer. */
export function deskCallRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  const { sql, clock } = deps;
  const post = { method: 'post', permission: 'desk', response: 'none' } as const;
  return [
    route({
      ...post,
      path: '/api/desk/ready',
      summary: 'Ask for work from a campaign, or (null) from every running one of my lines',
      body: z.object({ campaignId: z.uuid().nullable() }),
      async handler({ body, caller }) {
        // Who practises takes no citizen's call.
        if (body.campaignId === null && (await trainingOrder(sql, caller.staffId)) !== null)
          throw new DomainError(
            'training/no-pool',
            409,
            '研修中は研修用の業務だけを行います。研修を終えてから選んでください。',
          );
        // The pool needs no campaign: who waits for call-backs only is ready too.
        const known = body.campaignId === null || (await selectDeskCampaigns(sql, caller, body.campaignId)).length > 0;
        if (!known) throw new DomainError('campaign/not-yours', 403, 'この架電業務は担当できません。');
        await commands.run('agent_ready', caller.staffId, body);
      },
    }),
    route({
      ...post,
      path: '/api/desk/break',
      summary: 'No new work; a call in hand goes on',
      body: z.object({ reason }),
      async handler({ body, caller }) {
        await commands.run('agent_break', caller.staffId, body);
      },
    }),
    route({
      ...post,
      path: '/api/desk/dial',
      summary: 'Preview: dial the case in hand',
      body: z.object({ targetId, phoneId: z.number().int().positive().nullable() }),
      async handler({ body, caller }) {
        await assertOwnTarget(sql, caller.staffId, body.targetId);
        await commands.run('dial', caller.staffId, body);
      },
    }),
    route({
      ...post,
      path: '/api/desk/skip',
      summary: 'Preview: give the case back with a reason',
      body: z.object({ targetId, reason }),
      async handler({ body, caller }) {
        await assertOwnTarget(sql, caller.staffId, body.targetId);
        await commands.run('skip', caller.staffId, body);
      },
    }),
    route({
      ...post,
      path: '/api/desk/hang-up',
      summary: 'End the call in hand',
      body: z.object({ callId }),
      async handler({ body, caller }) {
        await assertOwnCall(sql, caller.staffId, body.callId);
        await commands.run('hang_up', caller.staffId, body);
      },
    }),
    route({
      ...post,
      path: '/api/desk/hold',
      summary: 'Hold or resume',
      body: z.object({ callId, on: z.boolean() }),
      async handler({ body, caller }) {
        await assertOwnCall(sql, caller.staffId, body.callId);
        await commands.run('hold', caller.staffId, body);
      },
    }),
    route({
      ...post,
      path: '/api/desk/dtmf',
      summary: 'Send key tones',
      body: z.object({ callId, digits: z.string().regex(/^[0-9*#]{1,20}$/) }),
      async handler({ body, caller }) {
        await assertOwnCall(sql, caller.staffId, body.callId);
        await commands.run('dtmf', caller.staffId, body);
      },
    }),
    route({
      ...post,
      path: '/api/desk/identity',
      summary: 'Record the identity check of the live call',
      body: z.object({
        callId,
        speaker: z.enum(IDENTITY_SPEAKERS).default('principal'),
        nameResult: z.enum(IDENTITY_RESULTS),
        factors: z
          .array(
            z.object({
              factor: z.enum(['birth_date', 'address', 'notice_no', 'insured_no']),
              result: z.enum(IDENTITY_RESULTS),
              /** A notice number as the citizen read it out: compared here, never kept. */
              said: z.string().trim().min(1).max(40).optional(),
            }),
          )
          .max(4),
      }),
      response: z.object({ passed: z.boolean(), message: z.string() }),
      async handler({ body, caller, audit }) {
        const call = await assertOwnCall(sql, caller.staffId, body.callId);
        const verdict = await checkIdentity(sql, caller.staffId, call, body, clock.now());
        const { person_id: personId, subject_id: subjectId } = call;
        await audit('identity', {
          personId,
          subjectId,
          callId: call.id,
          detail: { passed: verdict.passed, speaker: body.speaker, factors: body.factors.length },
        });
        return verdict;
      },
    }),
    route({
      ...post,
      path: '/api/desk/result',
      summary:
        'Save the result with all that follows from it; ends wrap-up and brings the next case. Saving twice changes nothing',
      body: resultEntrySchema.extend({ callId }),
      async handler({ body, caller, audit }) {
        const { written, ...about } = await saveResult(deps, commands, caller, body);
        await audit('result', {
          ...about,
          callId: body.callId,
          detail: { written, line: body.lineResult, talk: body.talkResult },
        });
      },
    }),
  ];
}
