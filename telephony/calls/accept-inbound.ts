import { newId } from '../../core/platform/ids.ts';
import type { AriEvent } from '../ari/events.ts';
import { bridgeIdOf, type TelephonyContext } from '../context.ts';
import { inboundMessage } from '../flows/inbound-message.ts';
import { LiveCall } from './live-call.ts';
import { insertCall, insertCallEvent } from './queries.ts';
import type { CallRunner } from './run-calls.ts';

/** The network calls one of our numbers: a row first, then everything else. `args` = inbound, called number. */
export async function acceptInbound(
  ctx: TelephonyContext,
  runner: CallRunner,
  event: Extract<AriEvent, { type: 'StasisStart' }>,
): Promise<void> {
  const id = newId();
  const recordingId = newId();
  const called = (event.args[1] ?? '').replace(/\D/g, '').slice(0, 20);
  const caller = event.channel.callerNumber.replace(/\D/g, '').slice(0, 20);
  const now = ctx.clock.now();
  await ctx.sql.begin(async (tx) => {
    const [subject] = await tx<{ id: string }[]>`select id from subject where caller_id = ${called}`;
    await insertCall(tx, {
      id,
      node: ctx.node,
      direction: 'inbound',
      mode: null,
      targetId: null,
      campaignId: null,
      personId: null,
      phoneId: null,
      subjectId: subject?.id ?? null,
      agentId: null,
      agentLoginId: null,
      dialledNumber: called,
      callerId: caller,
      trunkId: null,
      attemptNo: null,
      channelId: event.channel.id,
      bridgeId: bridgeIdOf(id),
      recordingId,
      ringSpool: null,
      createdAt: now,
    });
    await insertCallEvent(tx, id, now, 'created', {});
  });
  const call = new LiveCall(
    {
      id,
      direction: 'inbound',
      mode: null,
      agentSide: { kind: 'synthetic', channelId: event.channel.id },
      targetId: null,
      channelId: event.channel.id,
      bridgeId: bridgeIdOf(id),
      recordingId,
      endpoint: '',
      callerId: caller,
      ringTimeoutSec: 0,
    },
    'created',
    false,
  );
  call.channelName = event.channel.name;
  call.entered = true;
  void runner.run(call, inboundMessage);
}
