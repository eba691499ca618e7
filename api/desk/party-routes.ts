import { z } from 'zod';
import type { CommandKind, CommandPayloads, PartyTarget } from '../../core/contracts/commands.ts';
import type { TransferTargets } from '../../core/contracts/http/parties.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { AuditAction } from '../../core/rules/audit-actions.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { assertOwnCall } from './own-work.ts';
import { selectJoinedCall } from './party-queries.ts';
import type { CommandRunner } from './run-command.ts';
import { transferTargets } from './transfer-targets.ts';

const callId = z.uuid();
const byCall = z.object({ callId });

const partyTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), staffId: z.uuid() }),
  z.object({ kind: z.literal('line'), subjectId: z.string().min(1).max(20) }),
  z.object({ kind: z.literal('extension'), extensionId: z.number().int().positive() }),
  z.object({ kind: z.literal('outside'), number: z.string().regex(/^\d{10,11}$/) }),
]);

const targetsSchema = z.object({
  agents: z.array(
    z.object({
      staffId: z.uuid(),
      name: z.string(),
      seat: z.number().int().nullable(),
      supervisor: z.boolean(),
      refusal: z.string().nullable(),
    }),
  ),
  lines: z.array(z.object({ subjectId: z.string(), name: z.string(), colour: z.string(), free: z.number().int() })),
  extensions: z.array(
    z.object({
      id: z.number().int(),
      label: z.string(),
      kind: z.enum(['city', 'interpreter']),
      language: z.string().nullable(),
    }),
  ),
  outside: z.boolean(),
}) satisfies z.ZodType<TransferTargets>;

/** Commands about one call. */
type CallKind = { [K in CommandKind]: CommandPayloads[K] extends { callId: string } ? K : never }[CommandKind];

/** Others in the call. What is asked of one's own call is refused for any other before telephony hears of it. */
export function deskPartyRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  const { sql } = deps;
  /** One command about the caller's own call, with its line in the audit log. */
  function own<K extends CallKind>(
    path: string,
    summary: string,
    asks: {
      kind: K;
      body: z.ZodType<CommandPayloads[K]>;
      audit: AuditAction;
      detail: (body: CommandPayloads[K]) => Record<string, string | boolean>;
    },
  ): Route {
    return route({
      method: 'post',
      path,
      summary,
      permission: 'desk',
      body: asks.body,
      response: 'none',
      async handler({ body, caller, audit }) {
        const isOutside = 'to' in body && body.to.kind === 'outside';
        if (isOutside && !caller.permissions.has('transfer_outside'))
          throw new DomainError('transfer/not-allowed', 403, '外部の番号に転送する権限がありません。');
        const call = await assertOwnCall(sql, caller.staffId, body.callId);
        await commands.run(asks.kind, caller.staffId, body);
        const { person_id: personId, subject_id: subjectId } = call;
        await audit(asks.audit, { personId, subjectId, callId: call.id, detail: asks.detail(body) });
      },
    });
  }
  const named = (to: PartyTarget) => {
    if (to.kind === 'agent') return { to: 'agent', staffId: to.staffId };
    if (to.kind === 'line') return { to: 'line', line: to.subjectId };
    return to.kind === 'extension' ? { to: 'extension', extension: String(to.extensionId) } : { to: 'outside' };
  };
  return [
    route({
      method: 'get',
      path: '/api/desk/transfer-targets',
      summary: 'Who could have, or join, the call in hand now, and why somebody could not',
      permission: 'desk',
      query: byCall,
      response: targetsSchema,
      async handler({ query, caller }) {
        await assertOwnCall(sql, caller.staffId, query.callId);
        return transferTargets(sql, caller, query.callId);
      },
    }),
    own('/api/desk/transfer', 'Pass the call on: at once, or after a word while the citizen hears music', {
      kind: 'transfer_start',
      body: z.object({ callId, to: partyTarget, blind: z.boolean() }),
      audit: 'call.transfer',
      detail: ({ to, blind }) => ({ ...named(to), blind }),
    }),
    own('/api/desk/transfer/complete', 'The word was had: the call is theirs, or all talk together', {
      kind: 'transfer_complete',
      body: z.object({ callId, as: z.enum(['transfer', 'three_way']), partyId: z.uuid().nullable() }),
      audit: 'call.transfer',
      detail: ({ as }) => ({ completed: as }),
    }),
    own('/api/desk/transfer/cancel', 'Back to the citizen', {
      kind: 'transfer_cancel',
      body: byCall,
      audit: 'call.transfer',
      detail: () => ({ cancelled: true }),
    }),
    own('/api/desk/party', 'Ask an interpreter or an officer into the conversation', {
      kind: 'add_party',
      body: z.object({ callId, to: partyTarget }),
      audit: 'call.party',
      detail: ({ to }) => named(to),
    }),
    own('/api/desk/party/drop', 'Somebody leaves the conversation', {
      kind: 'drop_party',
      body: z.object({ callId, partyId: z.uuid() }),
      audit: 'call.party',
      detail: ({ partyId }) => ({ dropped: partyId }),
    }),
    own('/api/desk/help', 'Ask every supervisor at a desk for help, or take it back', {
      kind: 'call_supervisor',
      body: z.object({ callId, on: z.boolean() }),
      audit: 'call.help',
      detail: ({ on }) => ({ on }),
    }),
    own(
      '/api/desk/recording-pause',
      'Silence of equal length in the recording, with who and why; where the city allows it',
      {
        kind: 'pause_recording',
        body: z.object({ callId, on: z.boolean(), reason: z.string().max(60) }),
        audit: 'recording.pause',
        detail: ({ on, reason }) => ({ on, reason }),
      },
    ),
    route({
      method: 'post',
      path: '/api/desk/help/join',
      summary: 'A supervisor joins the call that asked for help',
      permission: 'help_agents',
      body: byCall,
      response: 'none',
      async handler({ body, caller, audit }) {
        await commands.run('join_help', caller.staffId, body);
        await audit('call.help', { callId: body.callId, detail: { joined: true } });
      },
    }),
    route({
      method: 'post',
      path: '/api/desk/transfer/answer',
      summary: 'Yes or no to a colleague who asks me into their call, or to take it',
      permission: 'desk',
      body: z.object({ callId, accept: z.boolean() }),
      response: 'none',
      async handler({ body, caller, audit }) {
        if (!(await selectJoinedCall(sql, caller.staffId, body.callId)))
          throw new DomainError('call/not-yours', 403, 'この通話の申し出は終わりました。');
        await commands.run('transfer_answer', caller.staffId, body);
        await audit('call.transfer', { callId: body.callId, detail: { accepted: body.accept } });
      },
    }),
    route({
      method: 'post',
      path: '/api/desk/leave-call',
      summary: 'Out of the call one joined; it goes on without me',
      permission: 'desk',
      body: byCall,
      response: 'none',
      async handler({ body, caller }) {
        if (!(await selectJoinedCall(sql, caller.staffId, body.callId)))
          throw new DomainError('call/not-yours', 403, 'この通話には参加していません。');
        await commands.run('leave_call', caller.staffId, body);
      },
    }),
  ];
}
