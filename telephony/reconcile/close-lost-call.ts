import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EndedBy, LineResult } from '../../core/contracts/calls.ts';
import { type AgentPatch, changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import { type CallEnd, closeCall, insertCallEvent, type OpenCall, raiseIncident } from '../calls/queries.ts';
import { productTimeAt, type TelephonyContext } from '../context.ts';
import { releaseParties } from '../parties/release-parties.ts';
import { closePause } from '../recording/pause.ts';

/** Why an open row has no channel any more. */
export type LostBecause =
  /** Asterisk itself died: calls, channels and bridges are gone. */
  | 'pbx_lost'
  /** It ended while no controller watched; Asterisk has been there all the time. */
  | 'ended_unwatched'
  /** The controller died before the dial: no telephone rang. */
  | 'never_dialled';

/** Closes a row that nobody carries on, with the best that is known, and moves agent and target on with it. */
export async function closeLostCall(ctx: TelephonyContext, row: OpenCall, because: LostBecause): Promise<void> {
  const answered = row.answeredRealMs !== null;
  const lost = because === 'pbx_lost';
  const realMs = await lastSoundMs(ctx, row);
  const at = productTimeAt(ctx.clock, realMs);
  const endedBy: EndedBy = lost ? 'pbx_lost' : because === 'never_dialled' ? 'system' : 'citizen';
  const lineResult = resultOf(row, because);
  const closed = await ctx.sql.begin(async (tx) => {
    const end: CallEnd = {
      at,
      realMs,
      lineResult,
      sipCode: null,
      q850: null,
      endedBy,
      answered: null,
      fullRing: because === 'never_dialled' ? null : answered,
      cutBy: null,
      abandoned: lineResult === 'abandoned',
      // Nobody saw whether the network spoke.
      earlyMediaSpool: null,
    };
    if (!(await closeCall(tx, row.id, end))) return false;
    await insertCallEvent(tx, row.id, at, 'closed_by_reconcile', { because });
    if (lost) await raiseIncident(tx, row.id, 'pbx_lost', { answered: answered ? 1 : 0 });
    // Whether it was answered in the gap is not known, and must not look as if it were.
    else if (!answered && because === 'ended_unwatched') await raiseIncident(tx, row.id, 'call_end_unknown', {});
    await closePause(tx, row.id, realMs, 'hang_up');
    await releaseParties(ctx, tx, row.id, at);
    // Who passed it on outside writes the result, or has.
    if (row.passedOn) return true;
    let held = false;
    if (row.agentId) {
      const wrapUp = answered || (row.mode === 'preview' && because === 'ended_unwatched');
      const patch: AgentPatch = lost ? { notice: NOTICES.callEndedByPbx } : {};
      const change = await changeAgent(ctx, tx, row.agentId, { type: 'call_over', callId: row.id, wrapUp }, patch);
      held = change?.after.state === 'wrap_up';
    }
    if (row.targetId === null) return true;
    await ctx.dialer.callEnded(tx, {
      targetId: row.targetId,
      agentId: row.agentId,
      callId: row.id,
      cutBy: null,
      answered,
      lineResult,
      wrapUp: held,
    });
    return true;
  });
  // Else its own flow was quicker.
  if (closed) ctx.logger.warn({ callId: row.id, because }, 'closed a call that nobody carried on');
}

function resultOf(row: OpenCall, because: LostBecause): LineResult {
  if (row.answeredRealMs !== null)
    return row.mode === 'predictive' && row.agentId === null ? 'abandoned' : 'answered_human';
  if (because === 'never_dialled') return 'cancelled';
  return because === 'pbx_lost' ? 'trunk_error' : 'no_answer';
}

/** A recorder writes until the channel ends: the file's last change is the best witness of the end. */
async function lastSoundMs(ctx: TelephonyContext, row: OpenCall): Promise<number> {
  const name = row.callSpool ?? row.ringSpool;
  if (row.answeredRealMs === null || !name) return Date.now();
  const file = await stat(join(ctx.spoolDir, name)).catch(() => undefined);
  return file ? Math.round(Math.max(file.mtimeMs, row.answeredRealMs)) : Date.now();
}
