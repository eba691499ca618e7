import type { Pacer, PacingDecision, PacingEvent } from '../pacing/types.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { agentsOfDay, longestIdle, moveAgent, type SimulatedAgent } from './agents.ts';
import { type Call, inboundCall, outboundCall } from './call.ts';
import { citizensOfLine, type Fate, type LineCitizens } from './citizens.ts';
import { type InboundCall, inboundOfDay } from './inbound-of-day.ts';
import type { Scenario } from './scenario.ts';
import { type DayTally, emptyDay, emptyTally, type LineTally } from './tally.ts';
import { createTrunks, type Trunks } from './trunks.ts';

export interface DayInput {
  scenario: Scenario;
  pacer: Pacer;
  seed: number;
  day: number;
  /** The pacer's time at the start of the day. */
  startsAt: number;
  /** Attempts left by line; counted down. */
  attemptsLeft: number[];
  nextCallId: () => number;
  /** False ends the day where it stands. */
  keepGoing: () => boolean;
}

/** The most steps at one instant: a pacer that wishes and cancels without end is stopped, not waited for. */
const STEPS_AT_ONCE = 200;

/** One day of the pool, event by event: every change and every tick asks the pacer. */
export class PoolDay {
  readonly #input: DayInput;
  readonly #scenario: Scenario;
  readonly #agenda: Agenda<() => void> = createAgenda();
  readonly #agents: SimulatedAgent[];
  readonly #citizens: LineCitizens[];
  readonly #trunks: Trunks;
  readonly #calls = new Map<number, Call>();
  readonly #tally: DayTally;
  /** Waiting at the ear, oldest first. */
  #inboundWaiting: Call[] = [];
  #outboundWaiting: Call[] = [];
  #news: PacingEvent[] = [];
  #now = 0;

  constructor(input: DayInput) {
    const { scenario, seed, day } = input;
    this.#input = input;
    this.#scenario = scenario;
    this.#agents = agentsOfDay(scenario, seed, day);
    this.#citizens = scenario.lines.map((line, index) => citizensOfLine(line, scenario, { seed, day, line: index }));
    this.#trunks = createTrunks(scenario);
    this.#tally = emptyDay(scenario.lines.length);
  }

  run(): DayTally {
    this.#schedule();
    while (this.#agenda.nextAt() < this.#scenario.daySec && this.#input.keepGoing()) {
      this.#now = this.#agenda.nextAt();
      while (this.#agenda.nextAt() === this.#now) this.#agenda.take()?.();
      this.#match();
      this.#ask();
    }
    this.#closeDay(this.#agenda.nextAt() < this.#scenario.daySec ? this.#now : this.#scenario.daySec);
    return this.#tally;
  }

  #schedule(): void {
    const { scenario, seed, day } = this.#input;
    const wholeDay = [{ fromSec: 0, toSec: scenario.daySec }];
    for (const agent of this.#agents) {
      for (const { fromSec, toSec } of scenario.shifts?.[agent.id] ?? wholeDay) {
        this.#agenda.add(fromSec, () => this.#shiftBegins(agent));
        if (toSec < scenario.daySec) this.#agenda.add(toSec, () => this.#shiftEnds(agent));
      }
    }
    for (const [index, line] of scenario.lines.entries()) {
      for (const inbound of inboundOfDay(line, scenario, { seed, day, line: index })) {
        this.#agenda.add(inbound.atSec, () => this.#callsIn(index, inbound));
      }
    }
    this.#agenda.add(0, () => this.#tick());
  }

  #tick(): void {
    this.#after(this.#scenario.tickSec, () => this.#tick());
  }

  #closeDay(at: number): void {
    this.#now = at;
    for (const call of this.#calls.values()) this.#tell({ e: 'cancelled', call: call.id });
    for (const agent of this.#agents) if (agent.state !== 'off') this.#goOff(agent);
    this.#input.pacer.step(this.#input.startsAt + this.#now, this.#news);
  }

  // The pacer

  #ask(): void {
    for (let round = 0; round === 0 || (this.#news.length > 0 && round < STEPS_AT_ONCE); round += 1) {
      const news = this.#news;
      this.#news = [];
      this.#tally.steps += 1;
      this.#carryOut(this.#input.pacer.step(this.#input.startsAt + this.#now, news));
    }
  }

  #carryOut(decision: PacingDecision): void {
    for (const id of decision.cancel) if (typeof id === 'number') this.#cancel(id);
    for (const { line, n } of decision.dial) {
      const index = this.#scenario.lines.findIndex(({ id }) => id === line);
      const left = this.#input.attemptsLeft;
      for (let placed = 0; index >= 0 && placed < n; placed += 1) {
        if (!this.#trunks.mayDial(this.#now) || (left[index] ?? 0) <= 0) {
          this.#tally.refusedDials += n - placed;
          break;
        }
        left[index] = (left[index] ?? 0) - 1;
        this.#dial(index);
      }
    }
  }

  #cancel(id: number): void {
    const call = this.#calls.get(id);
    if (!call?.outbound || call.state !== 'ringing') return;
    const { minRingSec = this.#scenario.minRingSec } = this.#scenario.lines[call.line] ?? {};
    if (!call.mayCut || this.#now - call.dialledAt < minRingSec) {
      this.#tally.refusedCancels += 1;
      return;
    }
    this.#of(call).cancelled += 1;
    this.#end(call);
    this.#tell({ e: 'cancelled', call: call.id });
  }

  // Calls

  #dial(line: number): void {
    const fate = this.#citizens[line]?.next(this.#now);
    if (!fate) return;
    const call = outboundCall(this.#input.nextCallId(), line, this.#now, fate, this.#mayCut(line, fate));
    this.#calls.set(call.id, call);
    this.#trunks.dialled(this.#now);
    this.#of(call).dialled += 1;
    this.#tell({ e: 'dialled', call: call.id, line: this.#lineId(call), ...knownOf(fate) });
    const { ringTimeoutSec } = this.#scenario;
    if (fate.failed || fate.afterSec >= ringTimeoutSec) {
      this.#after(Math.min(fate.afterSec, ringTimeoutSec), () => this.#ringEnds(call, fate.failed));
    } else this.#after(fate.afterSec, () => this.#picksUp(call, fate.filtered));
  }

  /** As many of the next calls go to somebody whose last call was cut as calls are cut. */
  #mayCut(line: number, { cutBefore }: Fate): boolean {
    const { cancelled, dialled } = this.#tally.lines[line] ?? emptyTally();
    return this.#scenario.cutOnceRunning !== true || cutBefore >= cancelled / Math.max(1, dialled);
  }

  #ringEnds(call: Call, failed: boolean): void {
    if (call.state !== 'ringing') return;
    this.#of(call)[failed ? 'failed' : 'noAnswer'] += 1;
    this.#end(call);
    this.#tell({ e: failed ? 'failed' : 'no_answer', call: call.id });
  }

  #picksUp(call: Call, filtered: boolean): void {
    if (call.state !== 'ringing' || call.party === null) return;
    const counts = this.#of(call);
    counts[call.party === 'contact' ? 'contacts' : call.party === 'absent' ? 'absents' : 'machines'] += 1;
    if (filtered) {
      counts.filtered += 1;
      this.#end(call);
      this.#tell({ e: 'machine', call: call.id });
      return;
    }
    call.state = 'waiting';
    call.answeredAt = this.#now;
    this.#outboundWaiting.push(call);
    this.#tell({ e: 'answered', call: call.id });
    this.#after(this.#scenario.patienceSec, () => this.#drop(call));
  }

  #drop(call: Call): void {
    if (call.state !== 'waiting') return;
    this.#outboundWaiting = this.#outboundWaiting.filter((other) => other !== call);
    this.#of(call)[call.party === 'machine' ? 'droppedMachines' : 'droppedPersons'] += 1;
    this.#end(call);
    this.#tell({ e: 'dropped', call: call.id });
  }

  #callsIn(line: number, inbound: InboundCall): void {
    const call = inboundCall(this.#input.nextCallId(), line, this.#now, inbound);
    this.#of(call).inbound += 1;
    if (!this.#trunks.takeInbound()) {
      this.#of(call).inboundBusy += 1;
      return;
    }
    this.#calls.set(call.id, call);
    this.#inboundWaiting.push(call);
    this.#tell({ e: 'inbound', call: call.id, line: this.#lineId(call) });
    this.#after(inbound.patienceSec, () => this.#givesUp(call));
  }

  #givesUp(call: Call): void {
    if (call.state !== 'waiting') return;
    this.#inboundWaiting = this.#inboundWaiting.filter((other) => other !== call);
    this.#of(call).inboundGone += 1;
    this.#end(call);
    this.#tell({ e: 'inbound_gone', call: call.id });
  }

  #end(call: Call): void {
    call.state = 'over';
    this.#calls.delete(call.id);
    this.#trunks.free();
  }

  // Citizens and agents

  /** Citizens who called in go first; then those who picked up, the longest waiting first. */
  #match(): void {
    const stillWaiting = (call: Call) => {
      const agent = longestIdle(this.#agents, this.#lineId(call));
      if (agent) this.#connect(call, agent);
      return !agent;
    };
    if (this.#inboundWaiting.length > 0) this.#inboundWaiting = this.#inboundWaiting.filter(stillWaiting);
    if (this.#outboundWaiting.length > 0) this.#outboundWaiting = this.#outboundWaiting.filter(stillWaiting);
  }

  #connect(call: Call, agent: SimulatedAgent): void {
    call.state = 'talking';
    this.#move(agent, 'connecting');
    this.#after(this.#scenario.connectSec, () => {
      this.#move(agent, 'talking');
      this.#tell({ e: 'connected', call: call.id, agent: agent.id });
      const waited = this.#now - call.answeredAt;
      if (!call.outbound) {
        this.#of(call).inboundAnswered += 1;
        this.#tally.inboundWaits.push(waited);
      } else if (call.party !== 'machine') this.#tally.waits.push(waited);
      this.#after(call.talkSec * agent.pace, () => this.#talkEnds(call, agent));
    });
  }

  #talkEnds(call: Call, agent: SimulatedAgent): void {
    const { readySignalSec } = this.#scenario;
    const wrapSec = call.wrapSec * agent.pace;
    this.#end(call);
    this.#move(agent, 'wrap');
    this.#tell({ e: 'talk_end', agent: agent.id });
    if (readySignalSec > 0 && !agent.leaving) {
      this.#after(Math.max(0, wrapSec - readySignalSec), () => this.#tell({ e: 'ready_soon', agent: agent.id }));
    }
    this.#after(wrapSec, () => {
      this.#tell({ e: 'handled', agent: agent.id, result: call.outbound ? (call.party ?? 'contact') : 'contact' });
      if (agent.leaving) this.#goOff(agent);
      else this.#becomeReady(agent);
    });
  }

  #shiftBegins(agent: SimulatedAgent): void {
    agent.leaving = false;
    if (agent.state === 'off') this.#becomeReady(agent);
  }

  #shiftEnds(agent: SimulatedAgent): void {
    if (agent.state === 'idle') this.#goOff(agent);
    else agent.leaving = agent.state !== 'off';
  }

  #becomeReady(agent: SimulatedAgent): void {
    this.#move(agent, 'idle');
    this.#tell({ e: 'agent_ready', agent: agent.id });
  }

  #goOff(agent: SimulatedAgent): void {
    this.#move(agent, 'off');
    this.#tell({ e: 'agent_off', agent: agent.id });
  }

  #move(agent: SimulatedAgent, state: SimulatedAgent['state']): void {
    moveAgent(agent, state, this.#now, this.#tally.time);
  }

  #tell(event: PacingEvent): void {
    this.#news.push(event);
  }

  #after(sec: number, what: () => void): void {
    this.#agenda.add(this.#now + sec, what);
  }

  #of(call: Call): LineTally {
    return this.#tally.lines[call.line] ?? emptyTally();
  }

  #lineId(call: Call): string {
    return this.#scenario.lines[call.line]?.id ?? '';
  }
}

/** What the dialler knows of a contact before it dials. */
const knownOf = ({ type, score }: Fate) => ({
  ...(type ? { type } : {}),
  ...(score === undefined ? {} : { score }),
});
