import { valueAt } from './distributions.ts';
import { createDurationBelief, type DurationBelief, endsWithin } from './duration-belief.ts';

export const HANDLED = ['contact', 'absent', 'machine'] as const;
export type Handled = (typeof HANDLED)[number];
export type HandledWeights = readonly [number, number, number];

/** What a busy agent is doing; `weights`: chance of each kind of call as known when it was connected. */
export interface BusyAgent {
  phase: 'talk' | 'wrap';
  /** Seconds in this phase. */
  elapsed: number;
  /** Seconds of talk once it ended. */
  talked: number;
  weights: HandledWeights;
}

/** How long agents talk and wrap up, and so the chance that a busy one is ready within some seconds. */
export interface HandlingBelief {
  talk: readonly DurationBelief[];
  wrap: readonly DurationBelief[];
  observe(result: Handled, talked: number, wrapped: number): void;
  /** Writes the chance to be ready within 1, 2, … seconds. */
  readyWithin(agent: BusyAgent, out: Float64Array): void;
  /** Shares of contact and absent among persons, learnt. */
  contactShare(): number;
  /** Mean seconds of talk and wrap with a person. */
  secondsPerPerson(): number;
  /** Makes the tables anew from what was seen; else every so many calls. */
  rebuild(): void;
  save(): unknown[];
  restore(saved: unknown): void;
}

const PRIOR: Record<Handled, { talk: number; talkCv: number; wrap: number; wrapCv: number }> = {
  contact: { talk: 180, talkCv: 0.75, wrap: 60, wrapCv: 0.5 },
  absent: { talk: 20, talkCv: 0.5, wrap: 20, wrapCv: 0.5 },
  machine: { talk: 18, talkCv: 0.3, wrap: 15, wrapCv: 0.5 },
};
/** Tables are made anew after this many handled calls. */
const REBUILD_EVERY = 25;

export function createHandlingBelief(horizon: number): HandlingBelief {
  const talk = HANDLED.map((kind) => createDurationBelief(PRIOR[kind].talk, PRIOR[kind].talkCv));
  const wrap = HANDLED.map((kind) => createDurationBelief(PRIOR[kind].wrap, PRIOR[kind].wrapCv));
  let contacts = 16;
  let absents = 10;
  let sinceRebuild = 0;
  /** Per kind and second of talk: chance that talk and wrap are over within 1…horizon seconds. Filled when first asked for. */
  const rows: (Float64Array | undefined)[][] = HANDLED.map(() => []);
  const rowOf = (kind: number, elapsed: number): Float64Array => {
    const slot = elapsed < 120 ? Math.floor(elapsed) : 120 + Math.min(60, Math.floor((elapsed - 120) / 10));
    const known = rows[kind]?.[slot];
    if (known !== undefined) return known;
    const row = new Float64Array(horizon + 1);
    const talkTable = (talk[kind] as DurationBelief).table;
    const wrapTable = (wrap[kind] as DurationBelief).table;
    for (let second = 1; second <= horizon; second += 1) {
      let sum = 0;
      for (let end = 1; end <= second; end += 1) {
        const ends = endsWithin(talkTable, elapsed, end) - endsWithin(talkTable, elapsed, end - 1);
        sum += ends * valueAt(wrapTable, second - end + 0.5);
      }
      row[second] = sum;
    }
    (rows[kind] as (Float64Array | undefined)[])[slot] = row;
    return row;
  };
  const whileTalking = (agent: BusyAgent, out: Float64Array) => {
    let total = 0;
    for (let kind = 0; kind < 3; kind += 1) {
      const running = 1 - valueAt((talk[kind] as DurationBelief).table, agent.elapsed);
      const weight = (agent.weights[kind] as number) * Math.max(running, 1e-6);
      total += weight;
      const row = rowOf(kind, agent.elapsed);
      for (let second = 1; second <= horizon; second += 1) {
        out[second] = (out[second] as number) + weight * (row[second] as number);
      }
    }
    for (let second = 1; second <= horizon; second += 1) out[second] = (out[second] as number) / total;
  };
  const whileWrapping = (agent: BusyAgent, out: Float64Array) => {
    let total = 0;
    for (let kind = 0; kind < 3; kind += 1) {
      const talkTable = (talk[kind] as DurationBelief).table;
      const wrapTable = (wrap[kind] as DurationBelief).table;
      const width = Math.max(1, agent.talked * 0.1);
      const likely =
        (valueAt(talkTable, agent.talked + width) - valueAt(talkTable, agent.talked - width)) / (2 * width);
      const now = valueAt(wrapTable, agent.elapsed);
      const weight = (agent.weights[kind] as number) * (likely + 1e-7) * Math.max(1 - now, 1e-6);
      total += weight;
      for (let second = 1; second <= horizon; second += 1) {
        out[second] = (out[second] as number) + weight * endsWithin(wrapTable, agent.elapsed, second);
      }
    }
    for (let second = 1; second <= horizon; second += 1) out[second] = (out[second] as number) / total;
  };
  const rebuild = () => {
    sinceRebuild = 0;
    for (const belief of [...talk, ...wrap]) belief.rebuild();
    for (const kind of rows) kind.length = 0;
  };
  return {
    talk,
    wrap,
    observe(result, talked, wrapped) {
      const kind = HANDLED.indexOf(result);
      (talk[kind] as DurationBelief).observe(talked);
      (wrap[kind] as DurationBelief).observe(wrapped);
      if (result === 'contact') contacts += 1;
      if (result === 'absent') absents += 1;
      sinceRebuild += 1;
      if (sinceRebuild >= REBUILD_EVERY) rebuild();
    },
    readyWithin(agent, out) {
      out.fill(0);
      if (agent.phase === 'talk') whileTalking(agent, out);
      else whileWrapping(agent, out);
    },
    contactShare: () => contacts / (contacts + absents),
    secondsPerPerson: () => {
      const of = (kind: number) => (talk[kind] as DurationBelief).mean + (wrap[kind] as DurationBelief).mean;
      return (contacts * of(0) + absents * of(1)) / (contacts + absents);
    },
    rebuild,
    save: () => [talk.map((belief) => belief.save()), wrap.map((belief) => belief.save()), contacts, absents],
    restore(saved) {
      const [talks, wraps, contactCount, absentCount] = saved as [
        ReturnType<DurationBelief['save']>[],
        ReturnType<DurationBelief['save']>[],
        number,
        number,
      ];
      for (const [kind, from] of talks.entries()) talk[kind]?.restore(from);
      for (const [kind, from] of wraps.entries()) wrap[kind]?.restore(from);
      contacts = contactCount;
      absents = absentCount;
      rebuild();
    },
  };
}
