import type { LineResult } from '../../core/contracts/calls.ts';
import type { PacingEvent } from '../../core/rules/pacing/types.ts';
import type { LiveCall } from '../calls/live-call.ts';

type Handled = 'contact' | 'absent' | 'machine';
/** By the agent's row: free for the pool, in or after a call of the pool, or not there for it. */
export type Presence = 'free' | 'in_call' | 'off';

interface BookedCall {
  line: string;
  inbound: boolean;
  state: 'ringing' | 'waiting' | 'connected';
  dialled: Extract<PacingEvent, { e: 'dialled' }> | undefined;
  atSec: { dialled: number; answered: number; connected: number; ended: number };
}
interface BookedAgent {
  /** `done`: the result is told, what the agent does next is not. */
  state: 'off' | 'free' | 'talking' | 'wrap' | 'done';
  sinceSec: number;
  callId: string | undefined;
}

/** Events of the moment `atSec`, agents and calls by our own ids. */
export interface BookedEvents {
  atSec: number;
  events: PacingEvent[];
}

/**
 * What the pacing controller knows of pool and calls: flows and agents' rows tell it here, it hands on each change once, in an order that
 * makes sense to somebody who sees nothing else (an agent is ready before it is connected, a call is answered before it is dropped).
 * Everything that still goes on can be told again from the beginning, to a controller that was made anew.
 */
export class PoolBook {
  readonly #calls = new Map<string, BookedCall>();
  readonly #agents = new Map<string, BookedAgent>();
  /** Epoch seconds on a clock that never goes back. */
  readonly nowSec: () => number;
  #news: PacingEvent[] = [];
  /** Called after each piece of news. */
  onNews: () => void = () => undefined;

  constructor(nowSec: () => number = steadySeconds()) {
    this.nowSec = nowSec;
  }

  /** Placed for the pool: told when its row is written, so that nobody places it twice while the exchange takes its time. */
  dialled(id: string, line: string, about: { type?: 'mobile' | 'fixed'; score?: number }, atSec = this.nowSec()): void {
    if (this.#calls.has(id)) return;
    const dialled = { e: 'dialled' as const, call: id, line, ...about };
    const atSecs = { dialled: atSec, answered: 0, connected: 0, ended: 0 };
    this.#calls.set(id, { line, inbound: false, state: 'ringing', dialled, atSec: atSecs });
    this.#tell(dialled);
  }

  inbound(id: string, line: string): void {
    if (this.#calls.has(id)) return;
    const now = this.nowSec();
    const atSec = { dialled: now, answered: now, connected: 0, ended: 0 };
    this.#calls.set(id, { line, inbound: true, state: 'waiting', dialled: undefined, atSec });
    this.#tell({ e: 'inbound', call: id, line });
  }

  answered(id: string, atMs = this.nowSec() * 1_000): void {
    const call = this.#calls.get(id);
    if (call?.state !== 'ringing') return;
    call.state = 'waiting';
    call.atSec.answered = atMs / 1_000;
    this.#tell({ e: 'answered', call: id });
  }

  /** A flow begins, or goes on after a restart: then what is known of the call is told first. */
  follow(call: LiveCall): void {
    const { id, mode, subjectId, agentSide } = call.facts;
    if (mode !== 'predictive' || subjectId === null || agentSide.kind === 'synthetic' || this.#calls.has(id)) return;
    const dialledAt = call.dialledAtMs ?? call.startedAtMs;
    this.dialled(id, subjectId, call.about, dialledAt / 1_000);
    if (call.answeredAtMs !== undefined) this.answered(id, call.answeredAtMs);
    if (call.connectedAtMs !== undefined) this.connected(id, call.agentId);
  }

  connected(id: string, agentId: string | null): void {
    const call = this.#calls.get(id);
    if (!call || call.state === 'connected' || agentId === null) return;
    const now = this.nowSec();
    if (call.state === 'ringing') this.answered(id);
    // The saved result and the next call came between two looks at the rows.
    this.handled(agentId, 'contact');
    const agent = this.#agents.get(agentId);
    if (call.inbound && (agent === undefined || agent.state === 'off')) {
      // Taken by somebody who works for another campaign: the pool has one less to care for.
      this.#calls.delete(id);
      this.#tell({ e: 'inbound_gone', call: id });
      return;
    }
    if (agent?.state !== 'free') this.#tell({ e: 'agent_ready', agent: agentId });
    call.state = 'connected';
    call.atSec.connected = now;
    this.#agents.set(agentId, { state: 'talking', sinceSec: now, callId: id });
    this.#tell({ e: 'connected', call: id, agent: agentId });
  }

  /** The patience is over; what the citizen still hears is a recorded message. */
  dropped(id: string): void {
    const call = this.#calls.get(id);
    // An agent was there in the last moment.
    if (!call || call.state === 'connected') return;
    if (call.state === 'ringing') this.answered(id);
    this.#calls.delete(id);
    this.#tell(call.inbound ? { e: 'inbound_gone', call: id } : { e: 'dropped', call: id });
  }

  ended(id: string, result: LineResult, agentId: string | null): void {
    const call = this.#calls.get(id);
    if (!call) return;
    if (call.state === 'connected') {
      const agent = agentId === null ? undefined : this.#agents.get(agentId);
      call.atSec.ended = this.nowSec();
      if (agentId === null || agent?.state !== 'talking' || agent.callId !== id) {
        this.#calls.delete(id);
        return;
      }
      this.#agents.set(agentId, { ...agent, state: 'wrap', sinceSec: call.atSec.ended });
      this.#tell({ e: 'talk_end', agent: agentId });
      return;
    }
    if (call.state === 'waiting' || result === 'abandoned') {
      this.dropped(id);
      return;
    }
    this.#calls.delete(id);
    this.#tell({ e: endOfRinging(result), call: id });
  }

  /** Somebody else has the call now: to the pool it is over, and its agent writes nothing or goes on at once. */
  passedOn(id: string, agentId: string): void {
    this.ended(id, 'answered_human', agentId);
    this.#calls.delete(id);
  }

  /** The agent has saved the result: whom the call reached. */
  handled(agentId: string, result: Handled): void {
    const agent = this.#agents.get(agentId);
    if (agent?.state !== 'wrap') return;
    this.#calls.delete(agent.callId ?? '');
    this.#agents.set(agentId, { state: 'done', sinceSec: this.nowSec(), callId: undefined });
    this.#tell({ e: 'handled', agent: agentId, result });
  }

  /** Calls whose agents have left wrap-up by another way than a saved result: theirs are wanted by `settle`. */
  leavingWrapUp(presence: ReadonlyMap<string, Presence>): string[] {
    return [...this.#agents].flatMap(([id, { state, callId }]) =>
      state === 'wrap' && callId !== undefined && presence.get(id) !== 'in_call' ? [callId] : [],
    );
  }

  /** Agents as their rows have them now. */
  settle(presence: ReadonlyMap<string, Presence>, results: ReadonlyMap<string, Handled>): void {
    for (const id of this.#agents.keys()) if (!presence.has(id)) this.#present(id, 'off', results);
    for (const [id, is] of presence) this.#present(id, is, results);
  }

  #present(agentId: string, is: Presence, results: ReadonlyMap<string, Handled>): void {
    const agent = this.#agents.get(agentId) ?? { state: 'off' as const, sinceSec: 0, callId: undefined };
    const goTo = (state: 'off' | 'free') => {
      this.#agents.set(agentId, { state, sinceSec: this.nowSec(), callId: undefined });
      this.#tell({ e: state === 'free' ? 'agent_ready' : 'agent_off', agent: agentId });
    };
    switch (agent.state) {
      case 'off':
        if (is === 'free') goTo('free');
        return;
      case 'free':
        // In a call of the pool: the flow tells it the moment the leg has joined.
        if (is === 'off') goTo('off');
        return;
      case 'talking':
        // The flow tells the end; a row that is ahead of it is looked at again.
        if (is !== 'in_call' && !this.#calls.has(agent.callId ?? '')) goTo(is);
        return;
      case 'wrap':
        if (is === 'in_call') return;
        this.handled(agentId, results.get(agent.callId ?? '') ?? 'contact');
        goTo(is);
        return;
      case 'done':
        if (is !== 'in_call') goTo(is);
        return;
    }
  }

  #tell(event: PacingEvent): void {
    this.#news.push(event);
    this.onNews();
  }

  /** What is new since the last time. */
  take(): PacingEvent[] {
    return this.#news.splice(0);
  }

  /** Lines of all who may need an agent in a moment: telephones that ring, citizens who wait. */
  unserved(): string[] {
    return [...this.#calls.values()].flatMap(({ state, line }) => (state === 'connected' ? [] : [line]));
  }

  /** Everything that goes on, from its beginning, in order of time; forgets what was not yet taken, because it is contained. */
  fromTheBeginning(): BookedEvents[] {
    this.#news = [];
    const all: { atSec: number; event: PacingEvent }[] = [];
    const add = (atSec: number, event: PacingEvent) => all.push({ atSec, event });
    for (const [id, { state, sinceSec, callId }] of this.#agents) {
      if (state === 'off' || state === 'done') continue;
      const call = callId === undefined ? undefined : this.#calls.get(callId);
      add(call ? call.atSec.answered : sinceSec, { e: 'agent_ready', agent: id });
      if (call && callId !== undefined) add(call.atSec.connected, { e: 'connected', call: callId, agent: id });
      if (call && state === 'wrap') add(call.atSec.ended, { e: 'talk_end', agent: id });
    }
    for (const [id, call] of this.#calls) {
      if (call.dialled) add(call.atSec.dialled, call.dialled);
      else add(call.atSec.answered, { e: 'inbound', call: id, line: call.line });
      if (call.state !== 'ringing' && call.dialled) add(call.atSec.answered, { e: 'answered', call: id });
    }
    const order = (event: PacingEvent) => ORDER.indexOf(event.e);
    all.sort((a, b) => a.atSec - b.atSec || order(a.event) - order(b.event));
    const groups: BookedEvents[] = [];
    for (const { atSec, event } of all) {
      const last = groups.at(-1);
      if (last?.atSec === atSec) last.events.push(event);
      else groups.push({ atSec, events: [event] });
    }
    return groups;
  }
}

/** The wall clock of the start, carried on by the monotonic one: a wall clock that is set makes no call older or younger. */
function steadySeconds(): () => number {
  const startMs = Date.now() - performance.now();
  return () => (startMs + performance.now()) / 1_000;
}

/** At one instant. */
const ORDER: readonly PacingEvent['e'][] = ['dialled', 'inbound', 'answered', 'agent_ready', 'connected', 'talk_end'];

function endOfRinging(result: LineResult): 'failed' | 'no_answer' | 'cancelled' | 'machine' {
  if (result === 'no_answer') return 'no_answer';
  if (result === 'cancelled') return 'cancelled';
  return result === 'answered_machine' || result === 'fax' ? 'machine' : 'failed';
}
