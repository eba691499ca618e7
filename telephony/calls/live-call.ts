import type { CallDirection, CallState, CampaignMode, EndedBy } from '../../core/contracts/calls.ts';
import type { LiveParty, PartyAsk } from '../parties/live-party.ts';
import { Mailbox } from './mailbox.ts';

/** What may happen to a call. Events may arrive early, late or twice: each taker checks what it already knows. */
export type CallMessage =
  | { kind: 'entered'; channelName: string }
  /** `earlyMedia`: the network sends sound of its own instead of leaving the ringing to us. */
  | { kind: 'ringing'; atMs: number; earlyMedia: boolean }
  | { kind: 'answered'; atMs: number }
  | { kind: 'gone'; atMs: number; cause: number | undefined; sipCode: number | undefined }
  /** Of agents by name: the call may be somebody else's by the time it is read. */
  | { kind: 'leg_lost'; agentId: string }
  /** Logged out: nobody will come back to this call. */
  | { kind: 'agent_gone'; agentId: string }
  | { kind: 'leg_back'; agentId: string; channelId: string }
  /** The first packets of that leg: somebody speaks with the citizen again. */
  | { kind: 'leg_heard'; agentId: string }
  | { kind: 'playback_finished'; playbackId: string }
  /** The citizen pressed a key: 0–9, * or #. */
  | { kind: 'key'; digit: string }
  | { kind: 'pbx_lost'; atMs: number }
  /** To be ended before anybody answers; ignored after an answer. `code` is kept as `call.cut_by`, the notice is the agent's. */
  | { kind: 'cut'; code: string; notice: string | null }
  /** The waiting room found an agent; rows say so already. */
  | { kind: 'seated'; agentId: string }
  | { kind: 'hang_up'; by: EndedBy; reply: Reply }
  | { kind: 'hold'; on: boolean; reply: Reply }
  | { kind: 'dtmf'; digits: string; reply: Reply }
  /** About somebody besides agent and citizen. */
  | { kind: 'party'; ask: PartyAsk; reply: Reply }
  | { kind: 'party_channel'; partyId: string; what: 'entered' | 'answered' | 'gone' }
  /** Staff who joined: their leg went, or is there (again). */
  | { kind: 'party_leg'; agentId: string; up: boolean }
  /** The waiting room found somebody of the line the call is passed on to; rows say so already. */
  | { kind: 'party_found'; partyId: string; agentId: string }
  | { kind: 'pause_recording'; on: boolean; reason: string; staffId: string; reply: Reply };

/** How a command learns what became of it. */
export interface Reply {
  done(): void;
  refuse(code: string, message: string): void;
}

/** Who sits at our end: a seat, nobody yet, or the tone of a self-test. */
export type AgentSide =
  | { kind: 'agent'; agentId: string }
  | { kind: 'pool' }
  /** Passed on to a telephone outside: the citizen talks with somebody who is none of us. */
  | { kind: 'passed_on' }
  | { kind: 'synthetic'; channelId: string };

export interface CallFacts {
  id: string;
  direction: CallDirection;
  mode: CampaignMode | null;
  /** Of a call of the pool it changes when an agent is found: only the call directory changes it. */
  agentSide: AgentSide;
  /** The line: whose number the citizen sees, or called. */
  subjectId: string | null;
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
  /** Why we did: `call.cut_by`. */
  cutBy: string | undefined;
  /** What the agent is told of it. */
  cutNotice: string | null = null;
  ringingAtMs: number | undefined;
  /** The network spoke before any answer. */
  earlyMedia = false;
  /** The agent's leg joined the answered citizen. */
  connectedAtMs: number | undefined;
  /** Answered by a person, and no agent within the limit. */
  abandoned = false;
  /** The citizen's channel is in the call's bridge, or on its way; unknown after a restart. */
  inBridge: Promise<void> | undefined;
  /** Recorder and rows of the answer are done; it never rejects. */
  answerWritten: Promise<void> = Promise.resolve();
  /** Of a call of the pool: what the pacing controller is told of it before the dial. */
  about: { type?: 'mobile' | 'fixed'; score?: number } = {};
  /** Whose the lease of the target is; null = the pool's. */
  leaseAgentId: string | null = null;
  timedOut = false;
  pbxLost = false;
  ringRecorderId: string | undefined;
  callRecorderId: string | undefined;
  held = false;
  /** Whoever is in the call besides its agent, or on the way into it. */
  parties: LiveParty[] = [];
  /** The recording is silent since then (epoch ms), and until when at most. */
  pause: { fromMs: number; untilMs: number } | undefined;
  /** Passed on to a telephone: ended then (epoch ms), whatever is said. */
  passedOnUntilMs: number | undefined;
  /** The citizen is being asked to stay on the line: when to look whether that is over, and when to believe nothing of it (epoch ms). */
  courtesy: { playbackId: string; lookAtMs: number; untilMs: number } | undefined;
  /** Sentence or music stands in for the agent's voice. */
  comforted = false;
  /** The agent's leg is back; without any sound of it by then (epoch ms) the citizen is asked to stay. */
  soundDueMs: number | undefined;
  /** Its agent is given up: whoever of ours comes into the call, or was being asked, has it. */
  heirSought = false;
  /** Its agent did not come back: whoever is free may take it over. */
  takeOverOffered = false;
  /** Something of ours failed in mid-call: look again at what is there before going on. */
  recovering = false;
  /** Resolves when the flow has closed the call. */
  finished: Promise<void> = Promise.resolve();

  constructor(facts: CallFacts, phase: CallState, adopted: boolean) {
    this.facts = facts;
    this.phase = phase;
    this.adopted = adopted;
    this.leaseAgentId = this.agentId;
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
