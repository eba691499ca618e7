import { type AnswerChances, answerChances, emptyChances } from './answer-chances.ts';
import { valueAt } from './distributions.ts';
import { lineAt, type Pool } from './pool.ts';
import { makeGroups, type PoolGroup, shareOut } from './pool-groups.ts';
import type { AgentState, RingingCall } from './pool-state.ts';
import { type Timing, timingAt } from './timing.ts';
import { TUNING } from './tuning.ts';
import type { PacingInit } from './types.ts';

/** The next seconds as they would be if nothing were launched or hung up now. */
export interface Picture {
  groups: readonly PoolGroup[];
  /** The group that takes line i's calls. */
  byLine: readonly PoolGroup[];
  /** Ringing calls that may be hung up, oldest first. They are not in the forecast: they go when they would do harm. */
  old: RingingCall[];
  /** Ringing calls that will ring on whatever is decided. */
  young: RingingCall[];
}

/** A call asked to be hung up that still rings after this long is kept by somebody with a reason: reckon with it. */
const CANCEL_GRACE_SEC = 2;

/** A busy agent who announced an end is all but sure to keep it. */
const ANNOUNCED = 0.99;

/** Makes the picture anew for each decision, in the same memory. */
export function createPicture(init: PacingInit, pool: Pool, timing: Timing): { look(now: number): Picture } {
  const { horizon, patience, cutAge } = timing;
  const chances = emptyChances(horizon);
  const readyBy = new Float64Array(horizon + Math.ceil(patience) + 1);
  let made = makeGroups(init, pool.agents, horizon);
  let madeFor = pool.crewVersion;

  const fillReadyBy = (now: number, agent: AgentState) => {
    if (agent.readySoonAt >= 0) {
      const left = Math.max(0, agent.readySoonAt - now);
      for (let second = 0; second < readyBy.length; second += 1) readyBy[second] = second >= left ? ANNOUNCED : 0;
      return;
    }
    const phase = agent.phase === 'talk' ? 'talk' : 'wrap';
    const elapsed = now - agent.since;
    pool.handling.readyWithin({ phase, elapsed, talked: agent.talked, weights: agent.weights }, readyBy);
  };
  const addCall = (line: number) => {
    for (const group of made.groups) group.forecast.addCall(chances, group.share[line] as number, line);
  };
  const startGroups = () => {
    shareOut(made.groups, made.byLine, pool.agents);
    for (const group of made.groups) {
      group.idle = 0;
      group.underway = 0;
      group.noneSoon = 1;
      for (const id of group.agents) if (pool.agents.get(id)?.phase === 'idle') group.idle += 1;
      group.forecast.reset(group.idle);
      let arrivals = 0;
      pool.lines.forEach((line, index) => {
        arrivals += line.inboundPerSec * (group.share[index] as number);
      });
      group.forecast.addArrivals(arrivals);
    }
  };
  const addAgents = (now: number) => {
    for (const [id, agent] of pool.agents) {
      if (!agent.on || agent.phase === 'idle') continue;
      fillReadyBy(now, agent);
      for (const group of made.groups) {
        if (!group.agents.has(id)) continue;
        group.noneSoon *= 1 - valueAt(readyBy, patience);
        group.forecast.addAgent(readyBy, patience);
      }
    }
  };
  const addWaiting = () => {
    for (const call of pool.waiting.values()) {
      for (const group of made.groups) {
        group.forecast.addWaiting(group.share[call.line] as number);
        group.underway += group.share[call.line] as number;
      }
    }
  };
  const addRinging = (now: number, old: RingingCall[], young: RingingCall[]) => {
    for (const call of pool.ringing.values()) {
      const age = now - call.since;
      const { canCut, minRingSec } = timingAt(timing, call.line);
      if (canCut && rangFor(minRingSec, call.since, now)) {
        old.push(call);
        const refused = call.cancelAskedAt >= 0 && now - call.cancelAskedAt > CANCEL_GRACE_SEC;
        if (!refused) continue;
      } else young.push(call);
      fill(call, age, age >= cutAge ? init.ringTimeoutSec : cutAge, pool, chances);
      addCall(call.line);
      for (const group of made.groups) group.underway += group.share[call.line] as number;
    }
  };
  const addWishes = () => {
    pool.lines.forEach((line, index) => {
      if (line.pending === 0) return;
      answerChances(line.belief.freshChance(), line.belief, 0, cutAge, chances);
      for (let wish = 0; wish < line.pending; wish += 1) addCall(index);
      for (const group of made.groups) group.underway += line.pending * (group.share[index] as number);
    });
  };
  return {
    look(now) {
      if (madeFor !== pool.crewVersion) {
        made = makeGroups(init, pool.agents, horizon);
        madeFor = pool.crewVersion;
      }
      const old: RingingCall[] = [];
      const young: RingingCall[] = [];
      startGroups();
      addAgents(now);
      addWaiting();
      addRinging(now, old, young);
      addWishes();
      for (const group of made.groups) group.forecast.measure(TUNING.idleTailSec);
      old.sort((a, b) => a.since - b.since);
      return { groups: made.groups, byLine: made.byLine, old, young };
    },
  };
}

/** Times may be told rounded to thousandths: only whole seconds are taken at their word, lest a call goes a hair too early. */
const ROUNDING_SEC = 0.001;

function rangFor(minRingSec: number, since: number, now: number): boolean {
  const exact = Number.isInteger(since) && Number.isInteger(now);
  return now - since >= minRingSec + (exact ? 0 : ROUNDING_SEC);
}

/** Chances of a call that rings, from its own age and what is known of it. */
export function fill(call: RingingCall, age: number, until: number, pool: Pool, out: AnswerChances): void {
  const { belief } = lineAt(pool, call.line);
  answerChances(belief.chance(call.type, call.score), belief, age, until, out);
}
