import type { Pacer, PacingDecision, PacingEvent, PacingMemory } from '../../core/rules/pacing/types.ts';
import type { TelephonyContext } from '../context.ts';
import type { BookedEvents } from './pool-book.ts';
import { linesOf, type PoolPlan, pacingInit } from './pool-plan.ts';

/**
 * The pacer of the pool as it is now. When lines, trunks or skills change a new one is made: it takes over the memory of the old one and is
 * told again what goes on, so it knows how long each call has rung and each agent has talked.
 */
export class PacedPool {
  readonly #make: TelephonyContext['createPacer'];
  /** Agents by position, by which the pacer knows them; nobody who was here loses theirs. */
  readonly #slots = new Map<string, { slot: number; lines: string[] }>();
  #pacer: Pacer | undefined;
  #madeOf = '';
  #lines = new Set<string>();
  #memory: PacingMemory | undefined;
  /** The pacer's time begins with the oldest thing it is told. */
  #zeroSec = 0;

  constructor(make: TelephonyContext['createPacer']) {
    this.#make = make;
  }

  remember(memory: PacingMemory): void {
    this.#memory = memory;
  }

  memory(): PacingMemory | undefined {
    return this.#pacer?.memory() ?? this.#memory;
  }

  /** @returns false when there is no line to dial on. @param history what goes on, from its beginning; asked only when it is needed. */
  fit(plan: PoolPlan, nowSec: number, history: () => BookedEvents[]): boolean {
    for (const agent of plan.agents) {
      const known = this.#slots.get(agent.agentId);
      this.#slots.set(agent.agentId, { slot: known?.slot ?? this.#slots.size, lines: linesOf(agent, plan.lines) });
    }
    if (plan.lines.length === 0) {
      this.#memory = this.memory();
      this.#pacer = undefined;
      this.#madeOf = '';
      return false;
    }
    const init = pacingInit(
      plan,
      [...this.#slots.values()].sort((a, b) => a.slot - b.slot),
    );
    const madeOf = JSON.stringify(init);
    if (this.#pacer && madeOf === this.#madeOf) return true;
    this.#memory = this.memory();
    const memory = this.#memory;
    const hasMemory = memory !== undefined && Object.keys(memory).length > 0;
    this.#pacer = hasMemory ? this.#make(init, memory) : this.#make(init);
    this.#madeOf = madeOf;
    this.#lines = new Set(init.lines.map(({ id }) => id));
    const past = history();
    this.#zeroSec = past[0]?.atSec ?? nowSec;
    for (const { atSec, events } of past) this.#step(this.#pacer, Math.min(atSec, nowSec), events);
    return true;
  }

  step(nowSec: number, events: readonly PacingEvent[]): PacingDecision | undefined {
    return this.#pacer && this.#step(this.#pacer, nowSec, events);
  }

  #step(pacer: Pacer, atSec: number, events: readonly PacingEvent[]): PacingDecision {
    return pacer.step(
      atSec - this.#zeroSec,
      events.flatMap((event) => this.#inItsWords(event)),
    );
  }

  /** Agents by position; nothing of a line it does not know. */
  #inItsWords(event: PacingEvent): PacingEvent[] {
    if ('line' in event && !this.#lines.has(event.line)) return [];
    if (!('agent' in event)) return [event];
    const known = this.#slots.get(String(event.agent));
    return known ? [{ ...event, agent: known.slot }] : [];
  }
}
