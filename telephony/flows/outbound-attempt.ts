import { messageOf } from '../../core/platform/errors.ts';
import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { awaitAnswer } from './await-answer.ts';
import { dialCitizen } from './dial-citizen.ts';
import { findAgent } from './find-agent.ts';
import { finishCall } from './finish-call.ts';
import { cutShort, type FlowTools, noteCommon } from './flow-tools.ts';
import { stageCall } from './stage-call.ts';
import { talk } from './talk.ts';

/**
 * One outbound attempt, from the row that already exists to the last hang-up. The order is the guarantee: row, ids,
 * bridge, channel, ring recorder and the agent are all there before the dial, so an answer can never find anything missing. A call of the
 * pool looks for its agent at the answer; from there on it is a call like any other.
 *
 * A controller that comes after a crash enters at `call.phase`, with the same code from there on.
 */
export async function outboundAttempt(tools: FlowTools, call: LiveCall): Promise<void> {
  tools.book.follow(call);
  try {
    if (call.phase === 'created') {
      await stageCall(tools, call);
      await dialCitizen(tools, call);
    }
    if (call.answeredAtMs === undefined) await awaitAnswer(tools, call);
    if (call.facts.agentSide.kind === 'pool') await findAgent(tools, call);
    await talkToTheEnd(tools, call);
  } catch (error) {
    if (!(error instanceof CallOver)) {
      cutShort(call, 'failure');
      call.endedBy ??= 'system';
      tools.ctx.logger.error({ callId: call.facts.id, phase: call.phase, err: messageOf(error) }, 'attempt failed');
    }
  } finally {
    await finishCall(tools, call);
  }
}

/** A trouble of ours (database away, a REST call refused) never ends a conversation: look again and go on. */
const RECOVER_AFTER_MS = 1_000;

export async function talkToTheEnd(tools: FlowTools, call: LiveCall): Promise<void> {
  for (;;) {
    try {
      await talk(tools, call);
    } catch (error) {
      if (error instanceof CallOver) throw error;
      tools.ctx.logger.error({ callId: call.facts.id, err: messageOf(error) }, 'call goes on after a failure of ours');
      call.recovering = true;
      await new Promise((resolve) => setTimeout(resolve, RECOVER_AFTER_MS));
      endIfOver(call);
    }
  }
}

/** The failure may have been the end itself: what waits in the mailbox says so. @throws CallOver then. */
function endIfOver(call: LiveCall): void {
  const end = call.mailbox.find(({ kind }) => kind === 'gone' || kind === 'pbx_lost' || kind === 'hang_up');
  if (end) noteCommon(call, end);
}
