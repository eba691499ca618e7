import { messageOf } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import { parkLeg } from '../agents/holding-bridge.ts';
import { isAriError } from '../ari/port.ts';
import { type CallFacts, CallOver, LiveCall } from '../calls/live-call.ts';
import { enabledTrunks, insertCall, insertCallEvent } from '../calls/queries.ts';
import { bridgeIdOf, channelIdOf, type TelephonyContext, toneChannelIdOf } from '../context.ts';
import { finishCall } from '../flows/finish-call.ts';
import { cutShort, type FlowTools } from '../flows/flow-tools.ts';
import { outboundAttempt } from '../flows/outbound-attempt.ts';
import { ringSpoolName } from '../recording/recorder.ts';

/** Fixed numbers of the simulated network: one sends a tone as the agent would speak, the other answers with another pitch. */
export const AGENT_TONE_NUMBER = '0000000440';
export const CITIZEN_TONE_NUMBER = '0000000001';
const RING_TIMEOUT_SEC = 10;
const ANSWER_TIMEOUT_MS = 5_000;
const ENTER_TIMEOUT_MS = 3_000;

/** Row of a call without person, campaign and agent; the same columns otherwise, so that the recording pipeline sees a call. */
export async function createSyntheticCall(ctx: TelephonyContext): Promise<LiveCall> {
  const trunk = (await enabledTrunks(ctx.sql, ctx.node)).find((candidate) => candidate.kind === 'simulator');
  if (!trunk) throw new Error('a self-test needs the simulated network');
  const [subject] = await ctx.sql<{ callerId: string }[]>`
    select caller_id as "callerId" from subject where active order by id limit 1`;
  const id = newId();
  const recordingId = newId();
  const now = ctx.clock.now();
  const facts: CallFacts = {
    id,
    direction: 'synthetic',
    mode: null,
    agentSide: { kind: 'synthetic', channelId: toneChannelIdOf(id) },
    subjectId: null,
    targetId: null,
    channelId: channelIdOf(id),
    bridgeId: bridgeIdOf(id),
    recordingId,
    endpoint: `PJSIP/${CITIZEN_TONE_NUMBER}@${trunk.endpoint}`,
    callerId: subject?.callerId ?? '0000000000',
    ringTimeoutSec: RING_TIMEOUT_SEC,
  };
  await ctx.sql.begin(async (tx) => {
    await insertCall(tx, {
      ...facts,
      node: ctx.node,
      campaignId: null,
      personId: null,
      phoneId: null,
      agentId: null,
      agentLoginId: null,
      dialledNumber: CITIZEN_TONE_NUMBER,
      trunkId: trunk.id,
      attemptNo: null,
      ringSpool: ringSpoolName(recordingId),
      createdAt: now,
    });
    await insertCallEvent(tx, id, now, 'created');
  });
  return new LiveCall(facts, 'created', false);
}

/** A flow like any other, with a tone in the seat of the agent. */
export async function syntheticCall(tools: FlowTools, call: LiveCall): Promise<void> {
  const side = call.facts.agentSide;
  if (side.kind !== 'synthetic') throw new CallOver('not a synthetic call');
  const trunk = call.facts.endpoint.split('@')[1] ?? '';
  try {
    await seatTone(tools.ctx, side.channelId, trunk, call.facts);
  } catch (error) {
    tools.ctx.logger.error({ callId: call.facts.id, err: messageOf(error) }, 'no tone in the seat of the agent');
    cutShort(call, 'failure');
    call.endedBy = 'system';
    await finishCall(tools, call);
    await tools.ctx.ari.hangUp(side.channelId);
    return;
  }
  try {
    await outboundAttempt(tools, call);
  } finally {
    await tools.ctx.ari.hangUp(side.channelId);
  }
}

async function seatTone(ctx: TelephonyContext, channelId: string, trunk: string, facts: CallFacts): Promise<void> {
  await ctx.ari.createChannel({
    channelId,
    endpoint: `PJSIP/${AGENT_TONE_NUMBER}@${trunk}`,
    appArgs: ['self-test-agent', facts.id],
    variables: {
      TORITSUGI_ROLE: 'self-test-agent',
      'CALLERID(num)': facts.callerId,
      'CONNECTEDLINE(all,i)': `<${facts.callerId}>`,
    },
  });
  await dialEntered(ctx, channelId);
  for (const deadline = Date.now() + ANSWER_TIMEOUT_MS; ; ) {
    const channel = await ctx.ari.getChannel(channelId);
    if (channel?.state === 'Up') break;
    if (!channel || Date.now() > deadline) throw new Error('the tone in the seat of the agent did not come up');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await parkLeg(ctx, channelId);
}

/**
 * A created channel enters our application a moment after Asterisk's answer, and is not dialled before (1 in 16 on a busy
 * machine). This channel has no mailbox that would tell, so the refusal itself is waited out.
 */
async function dialEntered(ctx: TelephonyContext, channelId: string): Promise<void> {
  for (const deadline = Date.now() + ENTER_TIMEOUT_MS; ; ) {
    try {
      await ctx.ari.dial(channelId, RING_TIMEOUT_SEC);
      return;
    } catch (error) {
      if (!isAriError(error, 'ari/conflict') || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
