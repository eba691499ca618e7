import { messageOf } from '../../core/platform/errors.ts';
import { DEFAULT_POOL } from '../../core/rules/pool-parameters.ts';
import type { AgentLegs } from '../agents/agent-legs.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { LiveCall } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';
import type { LiveParty } from '../parties/live-party.ts';
import { seatParty } from '../parties/seat-party.ts';
import type { Preference } from './preferred-agents.ts';
import { type Candidates, seatAgent, takeSeatBack } from './seat-agent.ts';

type WaiterKind = 'transfer' | 'inbound' | 'answered';
interface Waiter {
  call: LiveCall;
  kind: WaiterKind;
  order: number;
  sinceMs: number;
  /** Passed on to a line: the party that is to be somebody. */
  party?: LiveParty;
  /** Whom the citizen is brought to first, strongest wish first. */
  preferences?: readonly Preference[];
}

/** Who has spoken with one of us already, who called us, whom we called. */
const TURN: Record<WaiterKind, number> = { transfer: 0, inbound: 1, answered: 2 };

/**
 * Citizens on the line without an agent. Who is passed on to a line goes first, then who called us, then whom we called, then who came first; a line nobody free takes keeps
 * nobody else waiting. One at a time, so that the order is the order.
 */
export class WaitingRoom {
  readonly #ctx: TelephonyContext;
  readonly #legs: AgentLegs;
  readonly #calls: CallDirectory;
  #waiters: Waiter[] = [];
  #seating: { call: LiveCall; done: Promise<void> } | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #entered = 0;
  /** Who comes back because the agent was lost on the way has the place of before. */
  readonly #orders = new WeakMap<LiveCall, number>();
  /** How long a citizen whom we called waits before the message; from the city's settings. */
  patienceMs = DEFAULT_POOL.patienceSec * 1_000;
  /** The same for one who called us. */
  inboundWaitMs = DEFAULT_POOL.inboundWaitSec * 1_000;

  constructor(ctx: TelephonyContext, legs: AgentLegs, calls: CallDirectory) {
    this.#ctx = ctx;
    this.#legs = legs;
    this.#calls = calls;
  }

  /** The call's mailbox gets `seated` once an agent is the call's. Entering twice changes nothing. */
  enter(call: LiveCall, kind: WaiterKind, preferences: readonly Preference[] = []): void {
    if (call.agentId !== null || this.#waiters.some((waiter) => waiter.call === call)) return;
    this.#line({ call, kind, preferences });
    // When a wish is over, others may take the call though nobody became free.
    for (const { untilMs } of preferences) setTimeout(() => this.poke(), untilMs - Date.now()).unref();
  }

  /** 1 = next of those who called this line; 0 = does not wait. */
  placeOf(call: LiveCall): number {
    const { subjectId } = call.facts;
    const line = this.#waiters.filter(
      ({ kind, call: { facts } }) => kind === 'inbound' && facts.subjectId === subjectId,
    );
    return line.findIndex((waiter) => waiter.call === call) + 1;
  }

  /** Its agent keeps the call until somebody of the line is found: the mailbox then gets `party_found`. */
  enterTransfer(call: LiveCall, party: LiveParty): void {
    if (this.#waiters.some((waiter) => waiter.party === party)) return;
    this.#line({ call, kind: 'transfer', party });
  }

  /** @returns false when somebody was found meanwhile: `party_found` is in the mailbox. */
  async leaveTransfer(call: LiveCall, party: LiveParty): Promise<boolean> {
    this.#waiters = this.#waiters.filter((waiter) => waiter.party !== party);
    if (this.#seating?.call === call) await this.#seating.done;
    return party.staffId === null;
  }

  #line(waiter: Omit<Waiter, 'order' | 'sinceMs'>): void {
    this.#entered += 1;
    const order = this.#orders.get(waiter.call) ?? this.#entered;
    this.#orders.set(waiter.call, order);
    this.#waiters.push({ ...waiter, order, sinceMs: Date.now() });
    this.#waiters.sort((a, b) => TURN[a.kind] - TURN[b.kind] || a.order - b.order);
    this.poke();
  }

  /** @returns false when an agent was given meanwhile: `seated` is in the mailbox. */
  async leave(call: LiveCall): Promise<boolean> {
    this.#waiters = this.#waiters.filter((waiter) => waiter.call !== call);
    if (this.#seating?.call === call) await this.#seating.done;
    return call.agentId === null;
  }

  waiting(kind: WaiterKind): number {
    return this.#waiters.filter((waiter) => waiter.kind === kind).length;
  }

  /** An agent may be free. */
  poke(): void {
    this.#again = true;
    if (this.#waiters.length === 0) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Until everybody who can be served now is: other work is given out after that. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** The agent's leg was lost before the two were joined. */
  async unseat(call: LiveCall): Promise<void> {
    const { agentId } = call;
    if (agentId === null) return;
    await takeSeatBack(this.#ctx, call.facts.id, agentId);
    this.#calls.seat(call, null);
    const leg = this.#legs.directory.ofAgent(agentId);
    if (leg)
      await this.#legs.park(leg.channelId).catch((error: unknown) => {
        this.#ctx.logger.warn({ agentId, err: messageOf(error) }, 'a leg could not be parked; the next reconcile does');
      });
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      for (const waiter of [...this.#waiters]) {
        if (!this.#waiters.includes(waiter)) continue;
        const done = this.#seat(waiter);
        this.#seating = { call: waiter.call, done };
        await done;
        this.#seating = undefined;
      }
    }
  }

  async #seat(waiter: Waiter): Promise<void> {
    const { call, kind, party } = waiter;
    const isFree = (id: string) => !this.#calls.ofAgent(id) && !this.#calls.partyOf(id);
    const proven = this.#legs.directory.all().filter((leg) => leg.proven && isFree(leg.agentId));
    if (proven.length === 0) return;
    const agentIds = proven.map((leg) => leg.agentId);
    try {
      if (party) {
        if (!(await seatParty(this.#ctx, call, party, agentIds))) return;
        this.#waiters = this.#waiters.filter((other) => other.party !== party);
        call.mailbox.post({ kind: 'party_found', partyId: party.id, agentId: party.staffId ?? '' });
        return;
      }
      const agentId = await this.#seatPreferred(waiter, { agentIds, anyCampaign: kind === 'inbound' });
      if (agentId === undefined) return;
      this.#waiters = this.#waiters.filter((other) => other.call !== call);
      this.#calls.seat(call, agentId);
      call.leaseAgentId = agentId;
      call.mailbox.post({ kind: 'seated', agentId });
    } catch (error) {
      this.#ctx.logger.error({ callId: call.facts.id, err: messageOf(error) }, 'no agent could be given; trying again');
    }
  }

  /** Nobody else while somebody is waited for. Who called us and has waited goes before a case that nobody has dialled yet. */
  async #seatPreferred(waiter: Waiter, free: Candidates): Promise<string | undefined> {
    const { call, kind, preferences = [], sinceMs } = waiter;
    for (const { agentIds } of preferences) {
      const wanted = free.agentIds.filter((id) => agentIds.includes(id));
      const agentId = wanted.length > 0 ? await seatAgent(this.#ctx, call, { ...free, agentIds: wanted }) : undefined;
      if (agentId !== undefined) return agentId;
    }
    if (preferences.some(({ untilMs }) => Date.now() < untilMs)) return undefined;
    const agentId = await seatAgent(this.#ctx, call, free);
    const readersAfterMs = Math.min(this.#ctx.limits.readersAfterMs, this.inboundWaitMs / 2);
    if (agentId !== undefined || kind !== 'inbound' || Date.now() < sinceMs + readersAfterMs) return agentId;
    return seatAgent(this.#ctx, call, { ...free, reading: true });
  }
}
