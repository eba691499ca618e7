import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import { startRingRecorder } from '../recording/recorder.ts';
import { agentChannel, cutShort, type FlowTools, noteCommon } from './flow-tools.ts';
import { citizenIn } from './into-bridge.ts';

/** A created channel enters our application within milliseconds; only then may it be put into a bridge. */
const ENTER_TIMEOUT_MS = 3_000;

/**
 * Everything before the dial. No telephone has rung yet: any failure here costs nothing, and without a recorder or an
 * agent's leg nothing is dialled at all. A call of the pool has no agent yet: its bridge stays empty until the answer.
 */
export async function stageCall(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  const { id, bridgeId, channelId, endpoint, callerId } = call.facts;
  const leg = agentChannel(tools, call);
  if (!leg && call.facts.agentSide.kind !== 'pool') {
    call.endedBy = 'system';
    cutShort(call, 'leg_lost');
    throw new CallOver('no agent leg');
  }
  // `video_sfu` keeps the bridge in the mixing technology for life. In the two-party technology the recorder hears nothing of what
  // the citizen hears once the agent's leg was replaced in mid-call (seen on 22.10.1: silence in that channel, sound on the line).
  await ctx.ari.createBridge(bridgeId, 'mixing,video_sfu', bridgeId);
  ctx.failPoint('after-bridge');
  const channel = await ctx.ari.createChannel({
    channelId,
    endpoint,
    appArgs: ['citizen', id],
    variables: {
      TORITSUGI_ROLE: 'citizen',
      TORITSUGI_CALL: id,
      'CALLERID(num)': callerId,
      // From and P-Asserted-Identity are made from the connected line.
      'CONNECTEDLINE(all,i)': `<${callerId}>`,
    },
  });
  call.channelName ??= channel.name;
  ctx.failPoint('after-create');
  await entered(call);
  await startRingRecorder(ctx, call);
  ctx.failPoint('after-ring-recorder');
  if (leg) await citizenIn(ctx, call, leg);
  ctx.failPoint('after-join');
  await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'staged');
}

async function entered(call: LiveCall): Promise<void> {
  const deadline = Date.now() + ENTER_TIMEOUT_MS;
  while (!call.entered) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message) throw new Error('the channel did not enter the application');
    noteCommon(call, message);
    if (message.kind === 'leg_lost') {
      call.endedBy = 'system';
      cutShort(call, 'leg_lost');
      throw new CallOver('agent leg lost before the dial');
    }
  }
}
