import type { AgentLegs } from '../agents/agent-legs.ts';
import type { CallMessage, LiveCall } from '../calls/live-call.ts';
import { CallOver } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';

export interface FlowTools {
  ctx: TelephonyContext;
  legs: AgentLegs;
}

/** The channel at our end now: the agent's current leg, or the tone of a self-test. */
export function agentChannel(tools: FlowTools, call: LiveCall): string | undefined {
  const side = call.facts.agentSide;
  return side.kind === 'synthetic' ? side.channelId : tools.legs.directory.ofAgent(side.agentId)?.channelId;
}

/**
 * Takes note of what any phase must note, whatever it waits for.
 * @throws CallOver when the citizen's channel or Asterisk itself is gone, or somebody hung up.
 */
export function noteCommon(call: LiveCall, message: CallMessage): void {
  switch (message.kind) {
    case 'entered':
      call.entered = true;
      call.channelName = message.channelName;
      return;
    case 'gone':
      noteGone(call, message);
      call.timedOut = call.answeredAtMs === undefined && isDialTimeout(call, message);
      if (call.timedOut) call.sipCode = undefined;
      call.endedBy ??= call.timedOut ? 'system' : 'citizen';
      throw new CallOver('the channel is gone');
    case 'pbx_lost':
      call.pbxLost = true;
      call.endedBy = 'pbx_lost';
      call.goneAtMs ??= message.atMs;
      throw new CallOver('Asterisk is gone');
    case 'agent_gone':
      call.endedBy ??= 'system';
      call.cancelled = call.answeredAtMs === undefined;
      throw new CallOver('the agent logged out');
    case 'hang_up':
      call.endedBy ??= message.by;
      call.cancelled = call.answeredAtMs === undefined;
      message.reply.done();
      throw new CallOver(`hung up by ${message.by}`);
    default:
      return;
  }
}

export function noteGone(call: LiveCall, message: Extract<CallMessage, { kind: 'gone' }>): void {
  if (call.goneAtMs !== undefined) return;
  call.goneAtMs = message.atMs;
  call.cause = message.cause;
  call.sipCode = message.sipCode;
}

/**
 * Asterisk cancelled its own dial. What it then reports differs from run to run (16 or 19, no SIP code, 487 or a 480 of its
 * own making), so the time decides where it is known.
 */
function isDialTimeout(call: LiveCall, gone: Extract<CallMessage, { kind: 'gone' }>): boolean {
  if (gone.cause !== 19 && gone.cause !== 16) return false;
  if (call.dialledAtMs === undefined) return gone.sipCode === undefined || gone.sipCode === 487;
  return gone.atMs - call.dialledAtMs >= call.facts.ringTimeoutSec * 1_000 - CLOCK_SLACK_MS;
}

/** Our clock and Asterisk's time stamps are of the same machine, but not of the same instant. */
const CLOCK_SLACK_MS = 150;
