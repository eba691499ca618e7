import { assertClockMayDial } from '../../core/platform/clock.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { enabledTrunks, markDialling } from '../calls/queries.ts';
import type { FlowTools } from './flow-tools.ts';

/** The one place that makes a telephone ring. `dialled_at` is written first: a row without it was surely never dialled. */
export async function dialCitizen(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  assertClockMayDial(ctx.clock, await enabledTrunks(ctx.sql, ctx.node));
  await markDialling(ctx.sql, call.facts.id, ctx.clock.now());
  call.phase = 'dialling';
  ctx.failPoint('before-dial');
  call.dialledAtMs = Date.now();
  await ctx.ari.dial(call.facts.channelId, call.facts.ringTimeoutSec);
  ctx.failPoint('after-dial');
}
