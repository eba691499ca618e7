import type { CampaignMode, LineResult, PhoneType } from '../core/contracts/calls.ts';
import type { PutBack } from '../core/contracts/commands.ts';
import type { WhyCampaign, WhyNow } from '../core/contracts/why.ts';
import type { Queryable } from '../core/platform/postgres.ts';
import type { CallingBand } from '../core/rules/calling-band.ts';

/**
 * The seam between call control (agents, flows, commands) and the choice of whom to call (telephony/dialer).
 *
 * Every function that takes `db` is called inside the caller's open transaction, together with the change of the agent's
 * row and the `call` row: a target is never in a call without its row, and a row never exists without its target. None of
 * them may open a transaction of its own or commit. `target_progress` is written by the dialer and by nobody else.
 */
export interface Dialer {
  /**
   * The next target of the campaign for this agent (null: of every running campaign whose line is among the agent's skills, and which is
   * called agent first: preview, progressive, or predictive where the next try is preview), leased to it (`target_progress.state = 'leased'`, owner, expiry,
   * reason), or why there is none. Never a target whose gate says no at this moment. Called for agents that are ready,
   * routable and without work: on every wake-up and about once a second while they wait.
   */
  reserve(db: Queryable, agentId: string, campaignId: string | null): Promise<Reservation | NothingToDial>;

  /**
   * Predictive: the next target of any running predictive campaign of the subject, past the whole gate at this very moment, `in_call` for
   * the pool (`lease_pool`, no agent) with its attempt counted. The caller writes the `call` row in the same transaction and dials.
   */
  takeForPool(db: Queryable, subjectId: string): Promise<DialPlan | NothingToDial>;

  /** A call of the pool found its agent: the lease is the agent's from here on. */
  handToAgent(db: Queryable, targetId: number, agentId: string): Promise<void>;

  /**
   * What was paid, stopped or shielded since: the targets in hand (leased, or in a call nobody has answered) whose gate now
   * says *withdraw*, already moved to `withdrawn`. The caller ends their attempts and frees their agents. Asked on every
   * wake-up of `debt_changed` and every second.
   */
  withdrawHeld(db: Queryable): Promise<readonly WithdrawnTarget[]>;

  /**
   * Who waits in a running campaign and owes nothing any more leaves it; who owes again, or is not stopped any more, comes back. Soon
   * after every wake-up of `debt_changed`, and every few seconds.
   */
  followDebts(db: Queryable): Promise<void>;

  /**
   * May it? The one gate, at the last moment before the dial: window, 8:00–21:00 guard, clock and trunk, stops, shield,
   * sharing group, paid, caps, type of number. On yes the target is `in_call`, its attempt is counted and the plan says
   * exactly what to dial. `phoneId` null = the first number the rules allow.
   */
  prepareDial(db: Queryable, request: DialRequest): Promise<DialPlan | DialRefusal>;

  /**
   * The lease goes back without a call: skipped, logged out, leg lost before the dial, lease taken in vain. `words` = the agent's own
   * reason for a skip, kept with the target.
   */
  release(db: Queryable, targetId: number, agentId: string, reason: ReleaseReason, words?: string): Promise<void>;

  /**
   * Keeps the leases of agents that are still there (called every few seconds for every agent that has work in hand:
   * reserved, ringing, talking, wrap-up). What is not renewed expires and comes back by `sweep`.
   */
  renew(db: Queryable, held: readonly { targetId: number; agentId: string | null }[]): Promise<void>;

  /** The call is over. With `wrapUp` the agent still holds the target until `saved`; without it the line result decides what comes next. */
  callEnded(db: Queryable, outcome: CallOutcome): Promise<void>;

  /** Wrap-up is over and the agent's result is saved (`contact_record` of this call exists): decides what comes next. */
  saved(db: Queryable, saved: { targetId: number; agentId: string; callId: string }): Promise<void>;

  /** Somebody wants these targets called again, now or (callback) at a time by an agent. Never past a stop, a shield or an open promise. */
  putBack(db: Queryable, wish: PutBackWish): Promise<readonly PutBack[]>;

  /** *Why?*: what the gate says now of a target, or of a campaign as a whole. Changes nothing; undefined = there is none. */
  explain(db: Queryable, targetId: number): Promise<WhyNow | undefined>;
  explainCampaign(db: Queryable, campaignId: string): Promise<WhyCampaign | undefined>;

  /** Reaper: frees every expired lease and says whose it was, so that the agent's row can follow. Every 2 seconds. */
  sweep(db: Queryable): Promise<readonly { targetId: number; agentId: string }[]>;
}

export interface PutBackWish {
  targetIds: readonly number[];
  /** Without an agent it is everybody's. */
  callback: { at: Date; agentId: string | null } | null;
}

export interface WithdrawnTarget {
  targetId: number;
  agentId: string | null;
  callId: string | null;
  /** settled, stopped, deceased, shielded …: the gate's code. */
  code: string;
  /** Japanese, for the agent who had it on the screen. */
  message: string;
}

export interface Reservation {
  kind: 'reserved';
  targetId: number;
  campaignId: string;
  personId: number;
  /** Progressive: the flow dials by itself at once. Preview: it waits for the agent's `dial`. */
  mode: CampaignMode;
  /**
   * Progressive: the dial of this very moment, without judging the person a second time; called in the same transaction or not at all.
   * Otherwise `prepareDial` is asked.
   */
  planNow?: () => Promise<DialPlan>;
}

/** `code` is stable and logged; `message` is one Japanese sentence the agent reads while waiting. */
export interface NothingToDial {
  kind: 'nothing';
  code: string;
  message: string;
}

export interface DialRequest {
  targetId: number;
  phoneId: number | null;
  agentId: string;
}

export interface DialPlan {
  kind: 'plan';
  targetId: number;
  campaignId: string;
  mode: CampaignMode;
  personId: number;
  phoneId: number;
  subjectId: string;
  /** National digits (0…), as the trunk wants them. */
  dialledNumber: string;
  /** The subject's own number: From and P-Asserted-Identity. */
  callerId: string;
  trunkId: string;
  /** PJSIP endpoint of the trunk on this node. */
  endpoint: string;
  ringTimeoutSec: number;
  attemptNo: number;
  band: CallingBand;
  numberType: PhoneType;
  /** Area code of a fixed line, else `mobile`. */
  area: string;
  /** Chance of an answer, 0 to 1; null while nothing is known. */
  score: number | null;
  /** The gate's reasons with rule and value, kept with the call for *Why?*. */
  why: readonly { rule: string; value: string }[];
  /**
   * False: this person's last call was cut before its full ring, so this one rings to its end (the caller never cuts it for
   * pacing; paid, stopped and the guard still end it).
   */
  mayCut: boolean;
}

export interface DialRefusal {
  kind: 'refused';
  code: string;
  /** Japanese, for the agent. */
  message: string;
  /** True: this target may not be called now at all and the lease is already gone; the agent gets another. */
  targetGone: boolean;
}

export type ReleaseReason =
  | 'skipped'
  /** The preview timer ran out. */
  | 'preview_over'
  /** Read, not dialled yet, when a citizen on the line had nobody else to speak with. */
  | 'called_away'
  | 'agent_break'
  | 'agent_logout'
  | 'leg_lost'
  | 'originate_failed'
  | 'pbx_lost'
  | 'controller_restart';

export interface CallOutcome {
  targetId: number;
  /** Null: a call of the pool that no agent ever had. */
  agentId: string | null;
  callId: string;
  answered: boolean;
  lineResult: LineResult;
  /** Why we ended it before an answer (`call.cut_by`); null when we did not. */
  cutBy: string | null;
  /** The agent is in wrap-up with this target: the lease stays with it. */
  wrapUp: boolean;
}
