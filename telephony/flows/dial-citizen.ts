import { assertClockMayDial } from '../../core/platform/clock.ts';
import { insideHardGuard } from '../../core/rules/hard-guard.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { enabledTrunks, markDialling } from '../calls/queries.ts';
import { cutShort, type FlowTools, heedCut } from './flow-tools.ts';

/**
 * The one place that makes a citizen's telephone ring. The gate said yes before the call was staged; an exchange that took its time, or a
 * machine that slept, must not carry that yes past the guard. `dialled_at` is written first: a row without it was surely never dialled.
 *
 * @throws SimulatedClockWithRealTrunkError, OutsideGuardError; the attempt then closes as one that was never dialled
 */
export async function dialCitizen(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  heedCut(call);
  if (ctx.clock.simulated) assertClockMayDial(ctx.clock, await enabledTrunks(ctx.sql, ctx.node));
  assertInsideGuard(ctx, call);
  await markDialling(ctx.sql, call.facts.id, ctx.clock.now());
  call.phase = 'dialling';
  ctx.failPoint('before-dial');
  call.dialledAtMs = Date.now();
  await ctx.ari.dial(call.facts.channelId, call.facts.ringTimeoutSec);
  ctx.failPoint('after-dial');
}

export class OutsideGuardError extends Error {
  readonly code = 'call/outside-guard';
  constructor() {
    super('the telephone would ring outside 8:00-21:00');
  }
}

/** A self-test rings nobody: its numbers exist in the simulated network only. */
function assertInsideGuard({ clock }: FlowTools['ctx'], call: LiveCall): void {
  const { facts } = call;
  if (facts.direction !== 'synthetic' && !insideHardGuard(clock.now(), facts.ringTimeoutSec * clock.speed)) {
    cutShort(call, 'guard');
    throw new OutsideGuardError();
  }
}
