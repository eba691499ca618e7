import type { DeviceProblem } from '../rules/device-problem.ts';
import type { IdentityResult, IdentitySpeaker } from '../rules/identity.ts';
import type { IdentityFactor } from '../rules/vocabulary.ts';
import type {
  AgentStateName,
  CallDirection,
  CallState,
  CampaignMode,
  LineResult,
  PartyKind,
  PartyPurpose,
  PartyState,
} from './calls.ts';
import type { ApprovalCounts } from './http/approvals.ts';
import type { SubjectView } from './http/desk.ts';
import type { ComplaintNotice, HandOverCounts } from './http/hand-overs.ts';
import type { WaitingCall } from './http/inbound.ts';

/**
 * Socket.IO namespace `/desk`: on connect, and after every change of the agent's row, the api sends `agent` with the
 * whole snapshot. `seq` grows by one with each change: the desk drops what is not newer than what it shows, so an
 * event can neither be lost (the next snapshot repeats everything) nor count twice.
 */
export interface AgentSnapshot {
  seq: number;
  /** Product clock (ISO) when this was sent, and its speed: the desk's timers run on it. */
  productNow: string;
  clockSpeed: number;
  clockSimulated: boolean;
  state: AgentStateName;
  /** ISO, product clock. */
  since: string;
  intent: 'ready' | 'break';
  legUp: boolean;
  mediaProven: boolean;
  /** One sentence; one that begins with ✓ is good news. */
  notice: string | null;
  /** Of the case in hand; else the one the agent chose; null in the pool without a case. */
  campaign: { id: string; name: string; mode: CampaignMode; subjectId: string } | null;
  /** Ready for every line of the skills, not for one campaign. Kept on a break. */
  pool: boolean;
  /** The line of the call or case in hand: what the agent speaks for, also on calls of the pool and from citizens. */
  line: SubjectView | null;
  /** A preview is given back after so many milliseconds from now; null without a timer (then nothing waits for the dial key). */
  previewLeftMs: number | null;
  /** Set from reservation to the end of wrap-up: what the desk loads the case by. */
  targetId: number | null;
  call: CallSnapshot | null;
  held: boolean;
  /** The call in hand is somebody else's, and I joined it: its owner's name. No case, no debt, no result of mine. */
  joinedFor: string | null;
  /** Somebody asks me into their call; it is not mine until I say yes. */
  offer: CallOffer | null;
  /** To supervisors: who asks for help now. Never about a citizen. */
  helpAsked: HelpRequest[];
}

/** A colleague wants to pass their call on, or me in it. Never about a citizen: only whether they were checked. */
export interface CallOffer {
  from: string;
  seat: string | null;
  purpose: Extract<PartyPurpose, 'transfer' | 'three_way'>;
  /** Yes makes the citizen mine at once, without a word with the colleague before. */
  blind: boolean;
  identityPassed: boolean;
  /** Milliseconds from now until it goes back by itself. */
  leftMs: number;
}

export interface HelpRequest {
  callId: string;
  agentName: string;
  seat: string | null;
  subjectName: string | null;
  /** Its agent was lost: the citizen hears music, and whoever comes has the call. */
  lost: boolean;
  /** ISO, product clock. */
  since: string;
}

/** Whoever is in a call besides its agent, or on the way into it. */
export interface PartySnapshot {
  id: string;
  kind: PartyKind;
  purpose: PartyPurpose;
  state: PartyState;
  label: string;
  blind: boolean;
}

/** The call was somebody else's first. */
export interface PassedFrom {
  name: string;
  seat: string | null;
  /** Passed on by them, taken over because they were lost, or left to the supervisor who came to help. */
  how: 'transfer' | 'lost' | 'help';
  /** The line it was passed on to; null when it was somebody in particular. */
  line: string | null;
  /** What they had written, until somebody else writes. */
  note: string | null;
}

export interface CallSnapshot {
  id: string;
  direction: CallDirection;
  state: CallState;
  subjectId: string | null;
  callerId: string | null;
  /** Of the person on the line: dialled by us, or the one they called from where the city has it as theirs. */
  phoneId: number | null;
  /** A citizen whom nobody has found in the city's data yet. */
  unknownCaller: boolean;
  dialledAt: string | null;
  answeredAt: string | null;
  endedAt: string | null;
  lineResult: LineResult | null;
  endedBy: string | null;
  identityPassed: boolean;
  /** The newest check as it was written down; what was said is kept nowhere. */
  identity: CheckSnapshot | null;
  parties: PartySnapshot[];
  /** The citizen talks with somebody outside; the result is mine to save all the same. */
  passedOn: boolean;
  /** Null: mine from the beginning. */
  passedFrom: PassedFrom | null;
  recording: {
    /** May I pause it at all: the city's setting. */
    mayPause: boolean;
    /** Paused since (epoch ms, our clock) and at most until. */
    pausedFromMs: number | null;
    pausedUntilMs: number | null;
  };
}

export interface CheckSnapshot {
  /** Null: a check of before speakers were written down. */
  speaker: IdentitySpeaker | null;
  name: IdentityResult;
  factors: { factor: IdentityFactor; result: IdentityResult }[];
}

export interface DeskServerEvents {
  agent: (snapshot: AgentSnapshot) => void;
  /** The session is over; the desk goes back to log-in. */
  ended: (reason: string) => void;
}

/** What a desk sends up on `/desk`, once a second: a sign of life, with what is wrong with its devices. */
export interface DeskBeat {
  /** Grows by one with each beat of one life of the page. */
  seq: number;
  loginId: string;
  problem: DeviceProblem | null;
}

export interface DeskClientEvents {
  /** The answer's time stamp and its way there and back are the page's measure of line and clock. */
  beat: (beat: DeskBeat, answer: (told: { serverMs: number }) => void) => void;
}

/** Namespace `/work`: progress of long work (imports, recordings) to those who may see it. */
export interface WorkServerEvents {
  import_run: (run: {
    id: string;
    state: string;
    stage: string | null;
    rowsDone: number;
    rowsTotal: number | null;
  }) => void;
}

/** Namespace `/approvals`: what waits for me and what was answered, to those who may propose or decide. */
export interface ApprovalServerEvents {
  counts: (counts: ApprovalCounts) => void;
  ended: (reason: string) => void;
}

/** Namespace `/hand-overs`: numbers to everybody who may view them; complaints nobody of the city took yet to those who follow the line. */
export interface HandOverServerEvents {
  counts: (counts: HandOverCounts) => void;
  complaints: (complaints: ComplaintNotice[]) => void;
  ended: (reason: string) => void;
}

/** Namespace `/inbound`, to those at a desk: citizens who wait on my lines, the whole list whenever it changed. Names nobody. */
export interface InboundServerEvents {
  waiting: (calls: WaitingCall[]) => void;
  ended: (reason: string) => void;
}

/** Namespace `/help`, to supervisors: who asks for help now. */
export interface HelpServerEvents {
  asked: (requests: HelpRequest[]) => void;
  ended: (reason: string) => void;
}

/** Namespace `/campaigns`, to those who may see campaigns: what the pool is doing, and that some campaign's row changed. */
export interface CampaignServerEvents {
  pacing: (pools: PoolPacing[]) => void;
  changed: () => void;
  ended: (reason: string) => void;
}

/** One pool of agents (one telephony node), as its pacing controller wrote it last. */
export interface PoolPacing {
  node: string;
  at: string;
  /** Seconds since it was written; the page says when the figures are old. */
  ageSec: number;
  /** Why so many calls now? One Japanese sentence. */
  sentence: string;
  /** `PacingWhy` of core/rules/pacing; empty while no line is dialled for the pool. */
  decision: Record<string, unknown>;
}
