import type { Clock } from '../../core/platform/clock.ts';
import type { AriChannel } from '../ari/port.ts';
import { LiveCall } from '../calls/live-call.ts';
import type { OpenCall } from '../calls/queries.ts';
import { realTimeOf, toneChannelIdOf } from '../context.ts';
import type { PartyRow } from '../parties/queries.ts';

/** Only used when the campaign of an adopted call is unknown. */
const UNKNOWN_RING_TIMEOUT_SEC = 30;

/** The memory of a flow, rebuilt from the call's row and its live channel. */
export function adoptedCall(
  clock: Clock,
  row: OpenCall,
  channel: AriChannel,
  parties: readonly PartyRow[] = [],
): LiveCall {
  const call = new LiveCall(
    {
      id: row.id,
      direction: row.direction,
      mode: row.mode,
      agentSide: row.passedOn
        ? { kind: 'passed_on' }
        : row.agentId
          ? { kind: 'agent', agentId: row.agentId }
          : row.direction === 'synthetic'
            ? { kind: 'synthetic', channelId: toneChannelIdOf(row.id) }
            : { kind: 'pool' },
      subjectId: row.subjectId,
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
  call.connectedAtMs = row.connectedRealMs ?? undefined;
  call.abandoned = row.abandoned;
  call.parties = parties.map(({ callId: _of, ...party }) => ({ ...party, dialled: false, deadlineMs: undefined }));
  if (row.passedOn) call.leaseAgentId = row.agentId;
  call.ringingAtMs = row.ringingAt ? realTimeOf(clock, row.ringingAt) : undefined;
  call.dialledAtMs = row.dialledAt ? realTimeOf(clock, row.dialledAt) : undefined;
  if (channel.state === 'Up') {
    call.phase = call.held ? 'held' : 'talking';
    // Answered while nobody watched: Asterisk does not say when. The last moment known to be before it loses no sound
    // (the ring recorder has been running since then); a length that is too long is found by the far side's.
    const before = row.ringingAt ?? row.dialledAt;
    call.answeredAtMs = row.answeredRealMs ?? (before ? realTimeOf(clock, before) : Date.now());
    call.answerEstimated = row.answeredRealMs === null;
  } else {
    call.phase = channel.state === 'Ringing' ? 'ringing' : 'dialling';
  }
  return call;
}
