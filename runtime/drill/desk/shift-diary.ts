import type { AgentStateName } from '../../../core/contracts/calls.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import type { HeardCitizen } from '../sip/telephone-sound.ts';

interface Stretch {
  state: AgentStateName;
  fromMs: number;
  toMs: number;
}

/** What one desk saw, as it received it: states with their times, and when it learned of each call's answer and end. */
export class ShiftDiary {
  readonly stretches: Stretch[] = [];
  /** Call → epoch ms of the first snapshot that said so. */
  readonly talkingSeen = new Map<string, number>();
  readonly wrapUpSeen = new Map<string, number>();
  readonly heardOf = new Map<string, HeardCitizen>();
  #current: { state: AgentStateName; fromMs: number } | undefined;

  note(snapshot: AgentSnapshot, receivedMs: number): void {
    const { state, call } = snapshot;
    if (call && state === 'talking' && !this.talkingSeen.has(call.id)) this.talkingSeen.set(call.id, receivedMs);
    if (call && state === 'wrap_up' && !this.wrapUpSeen.has(call.id)) this.wrapUpSeen.set(call.id, receivedMs);
    if (this.#current?.state === state) return;
    this.close(receivedMs);
    this.#current = { state, fromMs: receivedMs };
  }

  heard(callId: string, heard: HeardCitizen): void {
    this.heardOf.set(callId, heard);
  }

  close(atMs: number): void {
    if (this.#current) this.stretches.push({ ...this.#current, toMs: atMs });
    this.#current = undefined;
  }

  /** Milliseconds in these states between two instants. */
  timeIn(states: readonly AgentStateName[], fromMs: number, toMs: number): number {
    const open = this.#current ? [{ ...this.#current, toMs }] : [];
    return [...this.stretches, ...open]
      .filter(({ state }) => states.includes(state))
      .reduce((sum, one) => sum + Math.max(0, Math.min(one.toMs, toMs) - Math.max(one.fromMs, fromMs)), 0);
  }
}
