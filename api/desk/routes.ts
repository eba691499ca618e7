import { z } from 'zod';
import type { DeskCampaign, DeskLogin } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { inScope } from '../../core/rules/permissions.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { CAMPAIGN_MODES } from '../../core/rules/vocabulary.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { readSettings } from '../settings/read-settings.ts';
import { agentSnapshotSchema, agentSnapshots } from './agent-snapshot.ts';
import { deskCallRoutes } from './call-routes.ts';
import { callScript } from './call-script.ts';
import { selectDeskCampaigns } from './campaign-queries.ts';
import { callScriptSchema } from './case-parts-schema.ts';
import { selectCase } from './case-queries.ts';
import { caseViewSchema, subjectViewSchema } from './case-schema.ts';
import { caseView } from './case-view.ts';
import { debtQuerySchema, debtViewSchema } from './debt-schema.ts';
import { debtView, sharedWith } from './debt-view.ts';
import { draftRoutes } from './draft-routes.ts';
import { loginDesk } from './login-desk.ts';
import { assertOwnTarget, debtUnlocked } from './own-work.ts';
import { deskPartyRoutes } from './party-routes.ts';
import type { CommandRunner } from './run-command.ts';

const deskLoginSchema = z.object({
  loginId: z.uuid(),
  sipUri: z.string(),
  sipUser: z.string(),
  sipSecret: z.string(),
  realm: z.string(),
  webSocketPath: z.string(),
  legUri: z.string(),
  echoUri: z.string(),
}) satisfies z.ZodType<DeskLogin>;

const deskCampaignSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  mode: z.enum(CAMPAIGN_MODES),
  subject: subjectViewSchema,
  training: z.boolean(),
  waiting: z.number().int(),
  done: z.number().int(),
  total: z.number().int(),
}) satisfies z.ZodType<DeskCampaign>;

const byTarget = z.object({ targetId: z.coerce.number().int().positive() });

export function deskRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  const { sql, clock } = deps;
  return [
    route({
      method: 'post',
      path: '/api/desk/login',
      summary: 'A SIP identity for this session; the secret is shown this once',
      permission: 'desk',
      body: z.object({ device: z.enum(['webrtc', 'sip']).default('webrtc') }),
      response: deskLoginSchema,
      handler: ({ caller, body }) => loginDesk(deps, caller, body.device),
    }),
    route({
      method: 'get',
      path: '/api/desk/snapshot',
      summary: 'The whole desk with its sequence, as Socket.IO sends it',
      permission: 'desk',
      response: agentSnapshotSchema,
      async handler({ caller }) {
        const snapshot = (await agentSnapshots(sql, clock, [caller.staffId])).get(caller.staffId);
        if (!snapshot) throw new Error('no snapshot was built');
        return snapshot;
      },
    }),
    route({
      method: 'get',
      path: '/api/desk/campaigns',
      summary: 'Running campaigns of my subjects',
      permission: 'desk',
      response: z.array(deskCampaignSchema),
      handler: ({ caller }) => selectDeskCampaigns(sql, caller, null),
    }),
    route({
      method: 'get',
      path: '/api/desk/case/:targetId',
      summary: 'The case in hand, without its debt; refused when it is not mine now',
      permission: 'desk',
      params: byTarget,
      response: caseViewSchema,
      async handler({ params, caller, audit }) {
        const now = clock.now();
        const settings = await readSettings(sql, tokyoTime(now).date);
        // One picture of the database: the gate and what it guards cannot be of different moments.
        const { view, work } = await sql.begin('isolation level repeatable read read only', async (tx) => {
          const mine = await assertOwnTarget(tx, caller.staffId, params.targetId);
          return { work: mine, view: await caseView(tx, caller, mine, settings, now) };
        });
        await audit('view_person', { personId: work.person_id, subjectId: work.subject_id, callId: work.call_id });
        return view;
      },
    }),
    route({
      method: 'get',
      path: '/api/desk/case/:targetId/debt',
      summary: 'Amounts, periods and charges; refused in a live call until the identity check passed',
      permission: 'desk',
      params: byTarget,
      query: debtQuerySchema,
      response: debtViewSchema,
      async handler({ params, query, caller, audit }) {
        const now = clock.now();
        const { preIdentityDisplay } = await readSettings(sql, tokyoTime(now).date);
        const { view, work } = await sql.begin('isolation level repeatable read read only', async (tx) => {
          const mine = await assertOwnTarget(tx, caller.staffId, params.targetId);
          const row = await selectCase(tx, mine.target_id);
          if (!row || !mayShow(row.shielded, caller))
            throw new DomainError('person/shielded', 403, '支援措置の対象者のため表示できません。');
          // A call that was passed on unlocks nothing its new agent had no right to.
          if (!inScope(caller, { id: row.subject_id, centreId: row.centre_id }))
            throw new DomainError('debt/out-of-scope', 403, '担当する科目ではないため表示できません。');
          if (!debtUnlocked(mine, preIdentityDisplay))
            throw new DomainError('identity/required', 403, '本人確認が終わるまで金額は表示できません。');
          const viewer = { subjectId: row.subject_id, debtClass: row.debt_class, sharingGroup: row.sharing_group };
          const question = { personId: mine.person_id, mayShow: sharedWith(viewer), now, on: query.on };
          return { work: mine, view: await debtView(tx, question) };
        });
        await audit('view_debt', { personId: work.person_id, subjectId: work.subject_id, callId: work.call_id });
        return view;
      },
    }),
    route({
      method: 'get',
      path: '/api/desk/calls/:callId/script',
      summary: 'What to say in my call, and what its check goes by; of a caller whom nobody chose, only the opening',
      permission: 'desk',
      params: z.object({ callId: z.uuid() }),
      response: callScriptSchema,
      async handler({ params, caller }) {
        const now = clock.now();
        const { city } = await readSettings(sql, tokyoTime(now).date);
        return sql.begin('isolation level repeatable read read only', (tx) =>
          callScript(tx, caller, params.callId, city, now),
        );
      },
    }),
    ...deskCallRoutes(deps, commands),
    ...deskPartyRoutes(deps, commands),
    ...draftRoutes(deps),
  ];
}
