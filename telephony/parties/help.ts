import { newId } from '../../core/platform/ids.ts';
import { judgeHelper, judgeRight } from '../../core/rules/transfer-targets.ts';
import { changeAgent, noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { PartyRefused } from './find-target.ts';
import { helpAsked, type LiveParty, type PartyAsk } from './live-party.ts';
import { loseParty } from './lose-party.ts';
import { insertParty, writeParty } from './queries.ts';
import { callToShare, lockStaff, supervisorsAtDesk, supervisorsSignedIn } from './target-queries.ts';

/** Every supervisor who may hear this call sees who asks, until one comes, it is taken back, or the call is over. */
export async function askForHelp(
  tools: FlowTools,
  call: LiveCall,
  { on, staffId }: Extract<PartyAsk, { do: 'help' }>,
): Promise<void> {
  const { ctx } = tools;
  const asked = helpAsked(call);
  if (!on) {
    if (asked) await loseParty(tools, call, asked, 'cancelled');
    return;
  }
  if (asked) return;
  const callId = call.facts.id;
  const party: LiveParty = {
    id: newId(),
    kind: 'supervisor',
    purpose: 'help',
    state: 'dialling',
    label: '業務責任者',
    staffId: null,
    channelId: null,
    subjectId: null,
    blind: false,
    dialled: false,
    deadlineMs: undefined,
  };
  await ctx.sql.begin(async (tx) => {
    const share = await callToShare(tx, callId);
    const atDesk = await supervisorsAtDesk(tx, ctx.node, staffId);
    // Who reads a report sees it too, and comes to the desk.
    const signedIn = await supervisorsSignedIn(tx, staffId);
    const mayCome =
      share !== undefined &&
      (atDesk.some((one) => judgeHelper(share, one).ok) || signedIn.some((one) => judgeRight(share, one).ok));
    if (!mayCome) throw new PartyRefused('help/nobody', '応援できる業務責任者がいません。');
    const at = ctx.clock.now();
    await insertParty(tx, callId, { ...party, number: null, trunkId: null, askedBy: staffId }, at);
    await insertCallEvent(tx, callId, at, 'help_asked', { by: staffId });
  });
  call.parties.push(party);
}

/** The first supervisor who comes. They hear and speak; the case stays the agent's. */
export async function joinHelp(tools: FlowTools, call: LiveCall, staffId: string): Promise<void> {
  const { ctx, legs } = tools;
  const party = helpAsked(call);
  if (!party) throw new PartyRefused('help/not-asked', 'ほかの責任者が対応したか、要請が取り消されました。');
  // Its agent is gone, so nobody would ever lift the hold: whoever comes has the call.
  if (call.held && !call.takeOverOffered)
    throw new PartyRefused('help/on-hold', '保留中です。保留が解除されてから参加してください。');
  const leg = legs.directory.ofAgent(staffId);
  if (!leg) throw new PartyRefused('transfer/no-leg', '音声の接続が確認できません。');
  const callId = call.facts.id;
  const joined = await ctx.sql.begin(async (tx) => {
    const share = await callToShare(tx, callId);
    const supervisor = await lockStaff(tx, ctx.node, staffId);
    if (!share || supervisor?.role !== 'supervisor')
      throw new PartyRefused('help/not-asked', '業務責任者だけが参加できます。');
    const verdict = judgeHelper(share, supervisor);
    if (!verdict.ok) throw new PartyRefused(verdict.code, verdict.message);
    const event = { type: 'party_joined' as const, callId, fromBreak: true };
    if (!(await changeAgent(ctx, tx, staffId, event, { notice: null })))
      throw new PartyRefused('transfer/busy', '対応中の通話を終えてから参加してください。');
    const at = ctx.clock.now();
    await writeParty(tx, callId, { ...party, staffId, state: 'joined', label: supervisor.name }, at);
    await insertCallEvent(tx, callId, at, 'help_came', { staffId });
    return { label: supervisor.name };
  });
  Object.assign(party, joined, { staffId, state: 'joined' });
  await ctx.ari.addToBridge(call.facts.bridgeId, leg.channelId);
  if (call.agentId) await noticeAgent(ctx, call.agentId, NOTICES.helpCame);
}
