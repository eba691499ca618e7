import type { AriChannel } from '../ari/port.ts';
import { LiveCall } from '../calls/live-call.ts';
import type { OpenCall } from '../calls/queries.ts';
import { toneChannelIdOf } from '../context.ts';

/** Only used when the campaign of an adopted call is unknown. */
const UNKNOWN_RING_TIMEOUT_SEC = 30;

/** The memory of a flow, rebuilt from the call's row and its live channel. */
export function adoptedCall(row: OpenCall, channel: AriChannel): LiveCall {
  const call = new LiveCall(
    {
      id: row.id,
      direction: row.direction,
      mode: row.mode,
      agentSide: row.agentId
        ? { kind: 'agent', agentId: row.agentId }
        : { kind: 'synthetic', channelId: toneChannelIdOf(row.id) },
      targetId: row.targetId,
      channelId: row.channelId,
      bridgeId: row.bridgeId,
      recordingId: row.recordingId,
      endpoint: `PJSIP/${row.dialledNumber ?? ''}@${row.trunkEndpoint ?? ''}`,
      callerId: row.callerId ?? '',
      ringTimeoutSec: row.ringTimeoutSec ?? UNKNOWN_RING_TIMEOUT_SEC,
    },
    row.state,
    true,
  );
  call.channelName = channel.name;
  call.entered = true;
  call.held = row.state === 'held';
  if (channel.state === 'Up') {
    call.phase = call.held ? 'held' : 'talking';
    // Answered while nobody watched: the row does not know when, and this is the earliest we can say.
    call.answeredAtMs = row.answeredRealMs ?? Date.now();
  } else {
    call.phase = channel.state === 'Ringing' ? 'ringing' : 'dialling';
  }
  return call;
}
