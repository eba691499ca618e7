import type { CallDirection, CallState, CampaignMode, EndedBy } from '../../core/contracts/calls.ts';
import { Mailbox } from './mailbox.ts';

/** What may happen to a call. Events may arrive early, late or twice: each taker checks what it already knows. */
export type CallMessage =
  | { kind: 'entered'; channelName: string }
  | { kind: 'ringing'; atMs: number }
  | { kind: 'answered'; atMs: number }
  | { kind: 'gone'; atMs: number; cause: number | undefined; sipCode: number | undefined }
  | { kind: 'leg_lost' }
  /** Logged out: nobody will come back to this call. */
  | { kind: 'agent_gone' }
  | { kind: 'leg_back'; channelId: string }
  | { kind: 'playback_finished'; playbackId: string }
  | { kind: 'pbx_lost'; atMs: number }
  | { kind: 'hang_up'; by: EndedBy; reply: Reply }
  | { kind: 'hold'; on: boolean; reply: Reply }
  | { kind: 'dtmf'; digits: string; reply: Reply };

/** How a command learns what became of it. */
export interface Reply {
  done(): void;
  refuse(code: string, message: string): void;
}

/** Who sits at our end: a seat, or the tone of a self-test. */
export type AgentSide = { kind: 'agent'; agentId: string } | { kind: 'synthetic'; channelId: string };

export interface CallFacts {
  id: string;
  direction: CallDirection;
  mode: CampaignMode | null;
  agentSide: AgentSide;
  targetId: number | null;
  channelId: string;
  bridgeId: string;
  recordingId: string;
  /** `PJSIP/<number>@<trunk>`. */
  endpoint: string;
  callerId: string;
  ringTimeoutSec: number;
}

/**
 * The memory of one running flow. Everything in it can be rebuilt from the call's row and from Asterisk; `phase` is where
 * the flow starts or resumes.
 */
export class LiveCall {
  readonly facts: CallFacts;
  readonly mailbox = new Mailbox<CallMessage>();
  readonly startedAtMs = Date.now();
  phase: CallState;
  /** True when rebuilt after a restart: what was done before is then not known but found out. */
  readonly adopted: boolean;
  channelName: string | undefined;
  entered = false;
  /** Our clock, when the dial was asked for; unknown after a restart. */
  dialledAtMs: number | undefined;
  answeredAtMs: number | undefined;
  /** Adopted after an answer nobody saw. */
  answerEstimated = false;
  goneAtMs: number | undefined;
  cause: number | undefined;
  sipCode: number | undefined;
  endedBy: EndedBy | undefined;
  /** We hung up before an answer (not the ring time-out). */
  cancelled = false;
  timedOut = false;
  pbxLost = false;
  ringRecorderId: string | undefined;
  callRecorderId: string | undefined;
  held = false;
  /** Something of ours failed in mid-call: look again at what is there before going on. */
  recovering = false;
  /** Resolves when the flow has closed the call. */
  finished: Promise<void> = Promise.resolve();

  constructor(facts: CallFacts, phase: CallState, adopted: boolean) {
    this.facts = facts;
    this.phase = phase;
    this.adopted = adopted;
  }

  get agentId(): string | null {
    return this.facts.agentSide.kind === 'agent' ? this.facts.agentSide.agentId : null;
  }
}

/** Ends a flow: everything that follows is clean-up. */
export class CallOver extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CallOver';
  }
}
