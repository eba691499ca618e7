import { randomUUID } from 'node:crypto';
import type { AgentSnapshot, CallSnapshot } from '../../core/contracts/realtime.ts';
import { campaigns } from './mock-city.ts';

/** Milliseconds from the dial to ringing and to the answer. */
const ringAfterMs = 600;
const answerAfterMs = 2_200;

/** One agent's state as telephony would keep it, with people who always answer (every third does not). */
export class MockDesk {
  #timers: NodeJS.Timeout[] = [];
  #listener: (snapshot: AgentSnapshot) => void = () => undefined;
  #calls = 0;
  #target = 0;
  #snapshot: AgentSnapshot = {
    seq: 1,
    productNow: this.#now(),
    clockSpeed: 1,
    clockSimulated: true,
    state: 'break',
    since: this.#now(),
    intent: 'break',
    legUp: true,
    mediaProven: true,
    notice: null,
    campaign: null,
    pool: false,
    line: null,
    previewLeftMs: null,
    targetId: null,
    call: null,
    held: false,
    joinedFor: null,
    offer: null,
    helpAsked: [],
  };

  get snapshot(): AgentSnapshot {
    return { ...this.#snapshot, productNow: this.#now() };
  }

  onChange(listener: (snapshot: AgentSnapshot) => void): void {
    this.#listener = listener;
  }

  ready(campaignId: string | null): void {
    const pool = campaignId === null;
    const campaign = campaigns.find(({ id }) => pool || id === campaignId);
    if (!campaign) return;
    const { id, name, mode, subject } = campaign;
    this.#change({ intent: 'ready', state: 'available', pool, campaign: { id, name, mode, subjectId: subject.id } });
    this.#later(500, () => this.#reserve());
  }

  pause(): void {
    const resting = this.#snapshot.state === 'available' || this.#snapshot.state === 'reserved';
    this.#change({ intent: 'break', ...(resting ? { state: 'break', targetId: null } : {}) });
  }

  dial(phoneId: number | null): void {
    this.#calls += 1;
    const call: CallSnapshot = {
      id: randomUUID(),
      direction: 'outbound',
      state: 'dialling',
      subjectId: this.#snapshot.campaign?.subjectId ?? null,
      callerId: '0220001100',
      phoneId: phoneId ?? 1,
      unknownCaller: false,
      dialledAt: this.#now(),
      answeredAt: null,
      endedAt: null,
      lineResult: null,
      endedBy: null,
      identityPassed: false,
      identity: null,
      parties: [],
      passedOn: false,
      passedFrom: null,
      recording: { mayPause: false, pausedFromMs: null, pausedUntilMs: null },
    };
    this.#change({ state: 'ringing', call, previewLeftMs: null });
    this.#later(ringAfterMs, () => this.#changeCall({ state: 'ringing' }));
    if (this.#calls % 3 === 0) {
      this.#later(answerAfterMs, () => this.#end('system', 'no_answer'));
      return;
    }
    this.#later(answerAfterMs, () => {
      this.#changeCall({ state: 'talking', answeredAt: this.#now(), lineResult: 'answered_human' });
      this.#change({ state: 'talking' });
    });
  }

  skip(): void {
    this.#change({ state: 'available', targetId: null });
    this.#later(400, () => this.#reserve());
  }

  hold(on: boolean): void {
    this.#changeCall({ state: on ? 'held' : 'talking' });
    this.#change({ held: on });
  }

  hangUp(): void {
    this.#end('agent', this.#snapshot.call?.answeredAt ? 'answered_human' : 'cancelled');
  }

  identity(passed: boolean): void {
    this.#changeCall({ identityPassed: passed });
  }

  wrapUpDone(): void {
    const resting = this.#snapshot.intent === 'ready' ? 'available' : 'break';
    this.#change({ state: resting, call: null, targetId: null, held: false });
    if (resting === 'available') this.#later(300, () => this.#reserve());
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #reserve(): void {
    if (this.#snapshot.state !== 'available') return;
    this.#target += 1;
    const preview = this.#snapshot.campaign?.mode !== 'progressive';
    const line = campaigns.find(({ id }) => id === this.#snapshot.campaign?.id)?.subject ?? null;
    this.#change({ state: 'reserved', targetId: this.#target, line, previewLeftMs: preview ? 120_000 : null });
    if (this.#snapshot.campaign?.mode === 'progressive') this.#later(300, () => this.dial(null));
  }

  #end(endedBy: string, lineResult: CallSnapshot['lineResult']): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#changeCall({ state: 'ended', endedAt: this.#now(), endedBy, lineResult });
    this.#change({ state: 'wrap_up', held: false });
  }

  #changeCall(change: Partial<CallSnapshot>): void {
    if (this.#snapshot.call) this.#change({ call: { ...this.#snapshot.call, ...change } });
  }

  #change(change: Partial<AgentSnapshot>): void {
    const moved = change.state !== undefined && change.state !== this.#snapshot.state;
    const since = moved ? this.#now() : this.#snapshot.since;
    this.#snapshot = { ...this.#snapshot, ...change, since, seq: this.#snapshot.seq + 1 };
    this.#listener(this.snapshot);
  }

  #later(delayMs: number, action: () => void): void {
    this.#timers.push(setTimeout(action, delayMs));
  }

  /** Friday morning, whatever the day of the person who looks. */
  #now(): string {
    return new Date(Date.parse('2026-11-20T01:05:00Z') + performance.now()).toISOString();
  }
}
