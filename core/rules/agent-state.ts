import { type DeviceProblem, judgeDevice } from './device-problem.ts';
import type { AgentStateName } from './vocabulary.ts';

/**
 * What is known of one agent. `state` is what the desk shows; availability is *intent* (the agent said ready) AND *proof*
 * (leg up, packets both ways, a page that lives and hears): no event can make an agent available without all of them.
 */
export interface AgentFacts {
  state: AgentStateName;
  loggedIn: boolean;
  intent: 'ready' | 'break';
  legUp: boolean;
  mediaProven: boolean;
  /** Of the page; a telephone without one has none. */
  deviceProblem: DeviceProblem | null;
  campaignId: string | null;
  /** Ready for every line of the skills, not for one campaign. */
  pool: boolean;
  targetId: number | null;
  callId: string | null;
  held: boolean;
}

export type AgentEvent =
  /** `page`: on a screen, which is unseen until it speaks. */
  | { type: 'logged_in'; page?: boolean }
  | { type: 'logged_out' }
  | { type: 'leg_up' }
  | { type: 'leg_lost' }
  | { type: 'media_proven' }
  | { type: 'media_lost' }
  | { type: 'device'; problem: DeviceProblem | null }
  /** `campaignId` null: ready for the whole pool. */
  | { type: 'ready'; campaignId: string | null }
  | { type: 'break' }
  | { type: 'reserved'; targetId: number }
  /** Skipped, refused, expired, leg lost: the lease is gone and no call was placed. */
  | { type: 'reservation_lost' }
  | { type: 'dialling'; callId: string }
  /** Dials back a citizen who called, without a target; also from a break, because nobody else offers it. */
  | { type: 'calling_back'; callId: string }
  | { type: 'answered'; callId: string }
  /**
   * A citizen who was on the line before any agent was: answered for the pool, or called in (then without a target). `fromPreview`: also from a
   * case that is only being read.
   */
  | { type: 'connected'; targetId: number | null; callId: string; fromPreview?: boolean }
  | { type: 'held'; callId: string; on: boolean }
  /** Asked into somebody else's call; a yes or a no is theirs. */
  | { type: 'offered'; callId: string }
  /**
   * Into somebody else's call. `fromBreak`: a supervisor who is not ready for calls of their own helps all the same; `fromPreview`: also from a
   * case that is only being read.
   */
  | { type: 'party_joined'; callId: string; fromBreak: boolean; fromPreview?: boolean }
  /** Who joined it is the call's agent from here on. */
  | { type: 'took_over'; callId: string; targetId: number | null }
  /** Over. With `wrapUp` the agent writes the result; without it the next target may come at once. */
  | { type: 'call_over'; callId: string; wrapUp: boolean }
  | { type: 'wrap_up_done' };

export const OFFLINE: AgentFacts = {
  state: 'offline',
  loggedIn: false,
  intent: 'break',
  legUp: false,
  mediaProven: false,
  deviceProblem: null,
  campaignId: null,
  pool: false,
  targetId: null,
  callId: null,
  held: false,
};

/** May a citizen be connected to this agent at this moment? */
export function isRoutable(facts: AgentFacts): boolean {
  const wantsWork = facts.intent === 'ready' && (facts.pool || facts.campaignId !== null);
  return wantsWork && isProven(facts);
}

/** The agent hears, is heard, and sits before a screen that lives. */
function isProven(facts: AgentFacts): boolean {
  return facts.loggedIn && facts.legUp && facts.mediaProven && judgeDevice(facts.deviceProblem).routable;
}

export function isInCall(facts: AgentFacts): boolean {
  return facts.state === 'ringing' || facts.state === 'talking';
}

/** The state of an agent with nothing in hand. */
function atRest(facts: AgentFacts): AgentFacts {
  const free = { ...facts, targetId: null, callId: null, held: false };
  if (!free.loggedIn) return { ...OFFLINE };
  return { ...free, state: isRoutable(free) ? 'available' : 'break' };
}

const mayHelp = (facts: AgentFacts) => facts.state === 'break' && isProven(facts);

/** May be given a citizen who is on the line: nobody else is, at most a case that was not dialled yet. */
const mayBeGiven = (facts: AgentFacts, fromPreview = false) =>
  (facts.state === 'available' || (fromPreview && facts.state === 'reserved')) && isRoutable(facts);

const isResting = (facts: AgentFacts) => facts.state === 'available' || facts.state === 'break';
const settle = (facts: AgentFacts) => (isResting(facts) ? atRest(facts) : facts);

/**
 * The next facts, or undefined when the event does not apply in this state (late, doubled, or of another call): the
 * caller then changes nothing.
 */
export function nextAgentState(facts: AgentFacts, event: AgentEvent): AgentFacts | undefined {
  switch (event.type) {
    case 'logged_in':
      if (facts.loggedIn) return undefined;
      return {
        ...(facts.state === 'offline'
          ? { ...OFFLINE, state: 'break' as const }
          : { ...facts, intent: 'break' as const }),
        loggedIn: true,
        deviceProblem: event.page === true ? 'unseen' : null,
      };
    case 'logged_out': {
      if (!facts.loggedIn) return undefined;
      const out = { ...facts, loggedIn: false, intent: 'break' as const, legUp: false, mediaProven: false };
      return isInCall(facts) ? out : atRest(out);
    }
    case 'leg_up':
      return facts.loggedIn ? settle({ ...facts, legUp: true, mediaProven: false }) : undefined;
    case 'leg_lost': {
      if (!facts.legUp) return undefined;
      const lost = { ...facts, legUp: false, mediaProven: false };
      return facts.state === 'reserved' ? atRest(lost) : settle(lost);
    }
    case 'media_proven':
      return facts.legUp && !facts.mediaProven ? settle({ ...facts, mediaProven: true }) : undefined;
    case 'media_lost': {
      if (!facts.mediaProven) return undefined;
      const lost = { ...facts, mediaProven: false };
      return facts.state === 'reserved' ? atRest(lost) : settle(lost);
    }
    case 'device': {
      if (!facts.loggedIn || facts.deviceProblem === event.problem) return undefined;
      const told = { ...facts, deviceProblem: event.problem };
      // A case on the screen is connected to nobody: seconds without a word (a reload, our own restart) do not take it away.
      const loses = facts.state === 'reserved' && !isProven(told) && event.problem !== 'unseen';
      return loses ? atRest(told) : settle(told);
    }
    case 'ready':
      if (!facts.loggedIn) return undefined;
      return settle({ ...facts, intent: 'ready', campaignId: event.campaignId, pool: event.campaignId === null });
    case 'break': {
      if (!facts.loggedIn) return undefined;
      const paused = { ...facts, intent: 'break' as const };
      return facts.state === 'reserved' ? atRest(paused) : settle(paused);
    }
    default:
      return nextInWork(facts, event);
  }
}

type WorkEvent = Extract<
  AgentEvent,
  {
    type:
      | 'reserved'
      | 'reservation_lost'
      | 'dialling'
      | 'calling_back'
      | 'answered'
      | 'connected'
      | 'held'
      | 'offered'
      | 'party_joined'
      | 'took_over'
      | 'call_over'
      | 'wrap_up_done';
  }
>;

function nextInWork(facts: AgentFacts, event: WorkEvent): AgentFacts | undefined {
  switch (event.type) {
    case 'reserved':
      if (facts.state !== 'available' || !isRoutable(facts)) return undefined;
      return { ...facts, state: 'reserved', targetId: event.targetId };
    case 'reservation_lost':
      return facts.state === 'reserved' ? atRest(facts) : undefined;
    case 'dialling':
      if (facts.state !== 'reserved') return undefined;
      return { ...facts, state: 'ringing', callId: event.callId };
    case 'calling_back':
      if (!isResting(facts) || !isProven(facts)) return undefined;
      return { ...facts, state: 'ringing', callId: event.callId };
    case 'answered':
      if (facts.state !== 'ringing' || facts.callId !== event.callId) return undefined;
      return { ...facts, state: 'talking' };
    case 'connected':
      if (!mayBeGiven(facts, event.fromPreview)) return undefined;
      return { ...facts, state: 'talking', targetId: event.targetId, callId: event.callId };
    case 'held':
      if (facts.state !== 'talking' || facts.callId !== event.callId || facts.held === event.on) return undefined;
      return { ...facts, held: event.on };
    case 'offered':
      if (facts.state !== 'available' || !isRoutable(facts)) return undefined;
      return { ...facts, state: 'ringing', callId: event.callId };
    case 'party_joined':
      // Said yes to what rang on their desk. Packets are counted anew after a restart of ours; the leg is what they speak through.
      if (facts.state === 'ringing')
        return facts.callId === event.callId && facts.legUp ? { ...facts, state: 'talking' } : undefined;
      if (!mayBeGiven(facts, event.fromPreview) && !(event.fromBreak && mayHelp(facts))) return undefined;
      return { ...facts, state: 'talking', targetId: null, callId: event.callId };
    case 'took_over':
      if (facts.state !== 'talking' || facts.callId !== event.callId) return undefined;
      return { ...facts, targetId: event.targetId, held: false };
    case 'call_over':
      if (!isInCall(facts) || facts.callId !== event.callId) return undefined;
      if (!event.wrapUp || !facts.loggedIn) return atRest(facts);
      return { ...facts, state: 'wrap_up', held: false };
    case 'wrap_up_done':
      return facts.state === 'wrap_up' ? atRest(facts) : undefined;
  }
}
