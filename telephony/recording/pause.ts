import type { Queryable } from '../../core/platform/postgres.ts';
import { NO_RECORDING_PAUSE, recordingPause } from '../../core/rules/recording-pause.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import type { TelephonyContext } from '../context.ts';
import { showAgain } from '../parties/queries.ts';

export type PauseEnd = 'agent' | 'transfer' | 'hang_up' | 'limit' | 'failed';

async function citySetting(db: Queryable, ctx: TelephonyContext) {
  const { date } = tokyoTime(ctx.clock.now());
  const [row] = await db<{ value: unknown }[]>`
    select value from setting where key = 'recording_pause' and valid_from <= ${date}::date order by valid_from desc limit 1`;
  return row ? recordingPause(row.value) : NO_RECORDING_PAUSE;
}

/**
 * Silence of equal length from here on. The row with who and why comes first: a silence nobody can explain is never in a recording.
 * @returns false when the city does not allow it.
 */
export async function startPause(
  ctx: TelephonyContext,
  call: LiveCall,
  wish: { staffId: string; reason: string },
): Promise<boolean> {
  const { allowed, limitSec } = await citySetting(ctx.sql, ctx);
  if (!allowed) return false;
  if (call.pause) return true;
  const fromMs = Date.now();
  const callId = call.facts.id;
  await ctx.sql.begin(async (tx) => {
    await tx`insert into recording_pause (call_id, from_real_ms, reason, staff_id)
      values (${callId}, ${fromMs}, ${wish.reason}, ${wish.staffId})`;
    await insertCallEvent(tx, callId, ctx.clock.now(), 'recording_paused', {
      staffId: wish.staffId,
      reason: wish.reason,
      realMs: fromMs,
    });
    await showAgain(tx, callId);
  });
  call.pause = { fromMs, untilMs: fromMs + limitSec * 1_000 };
  try {
    await ctx.ami.muteMixMonitor(call.channelName ?? '', true);
  } catch (error) {
    await endPause(ctx, call, 'failed');
    throw error;
  }
  return true;
}

/** The recorder hears again, and only then the row says so. */
export async function endPause(ctx: TelephonyContext, call: LiveCall, endedBy: PauseEnd): Promise<void> {
  if (!call.pause) return;
  await ctx.ami.muteMixMonitor(call.channelName ?? '', false);
  call.pause = undefined;
  const callId = call.facts.id;
  await ctx.sql.begin(async (tx) => {
    await closePause(tx, callId, Date.now(), endedBy);
    await insertCallEvent(tx, callId, ctx.clock.now(), 'recording_resumed', { endedBy, realMs: Date.now() });
    await showAgain(tx, callId);
  });
}

/** Also with the end of the call: no row stays open. */
export async function closePause(db: Queryable, callId: string, realMs: number, endedBy: PauseEnd): Promise<void> {
  await db`update recording_pause set to_real_ms = greatest(${realMs}, from_real_ms), ended_by = ${endedBy}
    where call_id = ${callId} and to_real_ms is null`;
}

/** After a restart the silence goes on for what is left of it: what the agent wanted unheard is not recorded because we crashed. */
export async function restorePause(ctx: TelephonyContext, call: LiveCall): Promise<void> {
  const [row] = await ctx.sql<{ fromMs: number }[]>`
    select from_real_ms as "fromMs" from recording_pause where call_id = ${call.facts.id} and to_real_ms is null`;
  if (!row) return;
  const { limitSec } = await citySetting(ctx.sql, ctx);
  call.pause = { fromMs: Number(row.fromMs), untilMs: Number(row.fromMs) + limitSec * 1_000 };
  if (call.pause.untilMs <= Date.now()) return endPause(ctx, call, 'limit');
  await ctx.ami.muteMixMonitor(call.channelName ?? '', true);
}
