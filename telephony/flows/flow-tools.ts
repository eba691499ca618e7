import type { AgentLegs } from '../agents/agent-legs.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { CallMessage, LiveCall } from '../calls/live-call.ts';
import { CallOver } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';
import type { PoolBook } from '../pool/pool-book.ts';
import type { WaitingRoom } from '../pool/waiting-room.ts';

export interface FlowTools {
  ctx: TelephonyContext;
  legs: AgentLegs;
  /** Where citizens on the line wait for an agent. */
  room: WaitingRoom;
  /** What the pacing controller is told of calls. */
  book: PoolBook;
  calls: CallDirectory;
}

/** The channel at our end now: the agent's current leg, or the tone of a self-test. */
export function agentChannel(tools: FlowTools, call: LiveCall): string | undefined {
  const side = call.facts.agentSide;
  switch (side.kind) {
    case 'synthetic':
      return side.channelId;
    case 'agent':
      return tools.legs.directory.ofAgent(side.agentId)?.channelId;
    case 'pool':
    case 'passed_on':
      return undefined;
  }
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
      // Of a call that is answered the citizen is thought of first; and it may be another agent's by now.
      if (call.answeredAtMs !== undefined || message.agentId !== call.agentId) return;
      call.endedBy ??= 'system';
      cutShort(call, 'agent_gone');
      throw new CallOver('the agent logged out');
    case 'cut':
      if (call.answeredAtMs !== undefined) return;
      call.endedBy ??= 'system';
      call.cutNotice = message.notice;
      cutShort(call, message.code);
      throw new CallOver(`cut: ${message.code}`);
    case 'hang_up':
      call.endedBy ??= message.by;
      cutShort(call, message.by);
      message.reply.done();
      throw new CallOver(`hung up by ${message.by}`);
    case 'party':
    case 'pause_recording':
      message.reply.refuse('call/not-answered', 'まだ通話中ではありません。');
      return;
    default:
      return;
  }
}

/** Ended by us. Before an answer that is a call cut short: it counts for nothing but the reason. */
export function cutShort(call: LiveCall, by: string): void {
  if (call.answeredAtMs !== undefined) return;
  call.cancelled = true;
  call.cutBy ??= by;
}

/** What was asked while the flow was busy. @throws CallOver when the call is to be cut before its dial. */
export function heedCut(call: LiveCall): void {
  const cut = call.mailbox.find(({ kind }) => kind === 'cut');
  if (cut) noteCommon(call, cut);
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
