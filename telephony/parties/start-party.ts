import { newId } from '../../core/platform/ids.ts';
import { changeAgent, noticeAgent } from '../agents/change-agent.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import { partyChannelIdOf } from '../context.ts';
import { agentChannel, type FlowTools } from '../flows/flow-tools.ts';
import { setHeld } from '../flows/hold-call.ts';
import { joinConsult } from './consult.ts';
import { type FoundTarget, findTarget, PartyRefused } from './find-target.ts';
import { type LiveParty, openTransfer, type PartyAsk } from './live-party.ts';
import { loseParty } from './lose-party.ts';
import { passOn } from './pass-on.ts';
import { insertParty, offerEnds } from './queries.ts';

/** More voices than this nobody can follow, and a mistake holds no more channels. */
const MOST_PARTIES = 3;

/**
 * Somebody is asked into the call, or to take it: may they, and the row; then the citizen's music; then whoever it is. The citizen is never in
 * silence, and until somebody has the call it is its agent's.
 * @throws PartyRefused
 */
export async function startParty(
  tools: FlowTools,
  call: LiveCall,
  ask: Extract<PartyAsk, { do: 'start' }>,
): Promise<void> {
  const { ctx } = tools;
  if (openTransfer(call))
    throw new PartyRefused('transfer/open', '転送の途中です。転送を完了するか、取り消してください。');
  if (call.parties.length >= MOST_PARTIES) throw new PartyRefused('transfer/too-many', 'これ以上は参加できません。');
  if (!agentChannel(tools, call)) throw new PartyRefused('call/no-leg', '音声の接続が切れているため、操作できません。');
  if (ask.purpose === 'three_way' && call.held)
    throw new PartyRefused('transfer/on-hold', '保留を解除してから呼んでください。');
  const { party, found } = await writeStart(tools, call, ask);
  call.parties.push(party);
  ctx.failPoint('after-party-row');
  // What became of an earlier try is no news any more.
  if (call.agentId !== null) await noticeAgent(ctx, call.agentId, null);
  try {
    if (ask.purpose === 'transfer') await setHeld(tools, call, true);
    await reach(tools, call, party, found);
  } catch (error) {
    await loseParty(tools, call, party, 'failed');
    throw error;
  }
}

async function writeStart(
  { ctx }: FlowTools,
  call: LiveCall,
  ask: Extract<PartyAsk, { do: 'start' }>,
): Promise<{ party: LiveParty; found: FoundTarget }> {
  const callId = call.facts.id;
  const id = newId();
  return ctx.sql.begin(async (tx) => {
    const found = await findTarget(ctx, tx, { callId, to: ask.to, purpose: ask.purpose, askedBy: ask.staffId });
    const { staffId } = found;
    const patch = { notice: null, reservedUntil: await offerEnds(tx, ctx.limits.offerMs) };
    if (staffId !== null && !(await changeAgent(ctx, tx, staffId, { type: 'offered', callId }, patch)))
      throw new PartyRefused('transfer/busy', 'いまは電話に出られません。');
    const party: LiveParty = {
      id,
      kind: found.kind,
      purpose: ask.purpose,
      state: 'dialling',
      label: found.label,
      staffId,
      channelId: found.dial === null ? null : partyChannelIdOf(id),
      subjectId: found.subjectId,
      blind: ask.blind,
      dialled: false,
      deadlineMs: staffId === null ? undefined : Date.now() + ctx.limits.offerMs,
    };
    const at = ctx.clock.now();
    const { number = null, trunkId = null } = found.dial ?? {};
    await insertParty(tx, callId, { ...party, number, trunkId, askedBy: ask.staffId }, at);
    const { kind, purpose, blind } = party;
    await insertCallEvent(tx, callId, at, 'party_asked', { partyId: id, kind, purpose, blind, by: ask.staffId });
    return { party, found };
  });
}

async function reach(tools: FlowTools, call: LiveCall, party: LiveParty, found: FoundTarget): Promise<void> {
  const { ctx, room } = tools;
  if (found.dial !== null) {
    const { number, endpoint, callerId } = found.dial;
    party.deadlineMs = Date.now() + ctx.limits.partyRingSec * 1_000 + ctx.limits.ringGraceMs;
    await ctx.ari.createChannel({
      channelId: partyChannelIdOf(party.id),
      endpoint: `PJSIP/${number}@${endpoint}`,
      appArgs: ['party', party.id],
      variables: {
        TORITSUGI_ROLE: 'party',
        TORITSUGI_CALL: call.facts.id,
        'CALLERID(num)': callerId,
        'CONNECTEDLINE(all,i)': `<${callerId}>`,
      },
    });
    ctx.failPoint('after-party-create');
    return;
  }
  // A colleague says yes or no first.
  if (party.staffId !== null) return;
  party.deadlineMs = Date.now() + ctx.limits.lineWaitMs;
  room.enterTransfer(call, party);
}

/** Somebody is there: they take the call, talk it over first, or join. */
export async function meet(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx, legs } = tools;
  party.deadlineMs = undefined;
  if (party.purpose === 'take_over') return passOn(tools, call, party);
  if (party.purpose !== 'transfer') {
    const channelId = party.channelId ?? (party.staffId && legs.directory.ofAgent(party.staffId)?.channelId);
    if (!channelId) throw new PartyRefused('transfer/gone', '転送先の接続が切れました。');
    await ctx.ari.addToBridge(call.facts.bridgeId, channelId);
    return;
  }
  if (party.blind) return passOn(tools, call, party);
  await joinConsult(tools, call, party);
  ctx.failPoint('after-consult');
}
