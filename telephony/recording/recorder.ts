import { join } from 'node:path';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markCallRecorder } from '../calls/queries.ts';
import type { TelephonyContext } from '../context.ts';

/** Channel variables that hold the recorders' ids, for a controller that comes later. */
export const RING_RECORDER_VARIABLE = 'TORITSUGI_RING_RECORDER';
export const CALL_RECORDER_VARIABLE = 'TORITSUGI_CALL_RECORDER';

/** Names are ids of ours and nothing else: MixMonitor would write several calls into one file of a fixed name. */
export const ringSpoolName = (recordingId: string) => `${recordingId}.ring.raw`;
export const callSpoolName = (recordingId: string) => `${recordingId}.raw`;

/** Runs from before the dial. It becomes the recording when the controller is dead in the moment of the answer. */
export async function startRingRecorder(ctx: TelephonyContext, call: LiveCall): Promise<void> {
  const file = join(ctx.spoolDir, ringSpoolName(call.facts.recordingId));
  call.ringRecorderId = await ctx.ami.startMixMonitor(call.channelName ?? '', file, RING_RECORDER_VARIABLE);
}

/**
 * From the answer to the last hang-up: Asterisk itself ends it with the citizen's channel, whatever becomes of us.
 * @returns when the exchange said that it runs, epoch ms
 */
export async function startCallRecorder(ctx: TelephonyContext, call: LiveCall): Promise<number> {
  const name = callSpoolName(call.facts.recordingId);
  call.callRecorderId = await ctx.ami.startMixMonitor(
    call.channelName ?? '',
    join(ctx.spoolDir, name),
    CALL_RECORDER_VARIABLE,
  );
  const startedAtMs = Date.now();
  await markCallRecorder(ctx.sql, call.facts.id, name, startedAtMs);
  return startedAtMs;
}

export async function stopRingRecorder(ctx: TelephonyContext, call: LiveCall): Promise<void> {
  if (!call.ringRecorderId) return;
  await ctx.ami.stopMixMonitor(call.channelName ?? '', call.ringRecorderId);
  call.ringRecorderId = undefined;
}

/**
 * An adopted, answered call must have exactly one recorder that runs: the call recorder if it was started, else the ring
 * recorder, which has been running since before the answer; a new one only when both are missing (a gap, told as such).
 */
export async function ensureRecorder(ctx: TelephonyContext, call: LiveCall): Promise<void> {
  const { channelId, id } = call.facts;
  call.callRecorderId = (await ctx.ari.getVariable(channelId, CALL_RECORDER_VARIABLE)) || undefined;
  call.ringRecorderId = (await ctx.ari.getVariable(channelId, RING_RECORDER_VARIABLE)) || undefined;
  if (call.callRecorderId) return;
  if (call.ringRecorderId) {
    await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'ring_recorder_kept');
    return;
  }
  await startCallRecorder(ctx, call);
  await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'recorder_restarted');
}
