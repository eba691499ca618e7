import { type AnswerChances, answerChances, emptyChances } from './answer-chances.ts';
import { explain } from './explain.ts';
import { bestOffer, FRESH, freshChances, type Offer, weigh } from './launch.ts';
import { createPool, type PoolLine } from './pool.ts';
import { makeGroups, type PoolGroup } from './pool-groups.ts';
import type { AgentState, RingingCall } from './pool-state.ts';
import { TUNING } from './tuning.ts';
import type { Pacer, PacingDecision, PacingEvent, PacingInit, PacingMemory } from './types.ts';

const INBOUND_MEMORY_SEC = 3600;
const TURN_MEMORY_SEC = 1800;
/** A wish not fulfilled after this long will not be; the line is left alone for a while. */
const WISH_SEC = 2;
const DRY_SEC = 15;
/** A call asked to be hung up that still rings after this long will not be: somebody had a reason. */
const CANCEL_GRACE_SEC = 2;

export function createPacer(init: PacingInit, memory?: PacingMemory): Pacer {
  const canCut = init.minRingSec < init.ringTimeoutSec - 1;
  const cutAge = canCut ? init.minRingSec : init.ringTimeoutSec;
  const horizon = Math.min(40, Math.ceil(cutAge) + 1);
  const patience = Math.max(0, Math.round(init.patienceSec));
  const pool = createPool(init, horizon + patience);
  const chances = emptyChances(horizon);
  const agentRow = new Float64Array(horizon + patience + 1);
  let { groups, byLine } = makeGroups(init, pool.agents, horizon);
  let crewVersion = pool.crewVersion;
  let lastStep = 0;
  let lostPerSec = init.lines.map(() => 0);
  let secondOfSending = -1;
  let sent = 0;
  if (memory !== undefined) pool.restore(memory);

  const readyRow = (now: number, agent: AgentState) => {
    if (agent.readySoonAt >= 0) {
      const left = Math.max(0, agent.readySoonAt - now);
      for (let second = 0; second < agentRow.length; second += 1) agentRow[second] = second >= left ? 0.99 : 0;
      return;
    }
    const phase = agent.phase === 'talk' ? 'talk' : 'wrap';
    pool.handling.readyWithin(
      { phase, elapsed: now - agent.since, talked: agent.talked, weights: agent.weights },
      agentRow,
    );
  };
  const lineOf = (index: number) => pool.lines[index] as PoolLine;
  const groupOf = (index: number) => byLine[index] as PoolGroup;
  const maybeCut = (call: RingingCall, now: number) =>
    canCut &&
    now - call.since >= init.minRingSec &&
    (call.cancelAskedAt < 0 || now - call.cancelAskedAt <= CANCEL_GRACE_SEC);

  const passTime = (now: number) => {
    const passed = Math.max(0, now - lastStep);
    lastStep = now;
    if (passed === 0) return;
    pool.lines.forEach((line, index) => {
      if (passed < 5) line.budget.expected((lostPerSec[index] as number) * passed);
      line.belief.level.pass(passed);
      line.inboundPerSec *= Math.exp(-passed / INBOUND_MEMORY_SEC);
      line.launchedLately *= Math.exp(-passed / TURN_MEMORY_SEC);
    });
  };
  const forgetOldWishes = (now: number) => {
    for (const line of pool.lines) {
      if (line.dry && now >= line.dryUntil) line.dry = false;
      if (line.pending === 0 || now - line.pendingSince < WISH_SEC) continue;
      line.pending = 0;
      line.dry = true;
      line.dryUntil = now + DRY_SEC;
    }
  };
  const noteRungFull = (now: number) => {
    for (const call of pool.ringing.values()) {
      if (now - call.since >= init.minRingSec && call.counted < init.minRingSec) {
        lineOf(call.line).belief.learn(call, call.counted, init.minRingSec, false);
        call.counted = init.minRingSec;
      }
    }
  };
  /** Fills every group's forecast; returns the calls that could be hung up, oldest first. */
  const look = (now: number): RingingCall[] => {
    if (crewVersion !== pool.crewVersion) {
      ({ groups, byLine } = makeGroups(init, pool.agents, horizon));
      crewVersion = pool.crewVersion;
    }
    for (const group of groups) {
      group.idle = 0;
      group.noneSoon = 1;
      for (const id of group.agents) if (pool.agents.get(id)?.phase === 'idle') group.idle += 1;
      group.forecast.reset(group.idle);
      let arrivals = 0;
      pool.lines.forEach((line, index) => {
        arrivals += line.inboundPerSec * (group.share[index] as number);
      });
      group.forecast.addArrivals(arrivals);
    }
    for (const [id, agent] of pool.agents) {
      if (!agent.on || agent.phase === 'idle') continue;
      readyRow(now, agent);
      for (const group of groups) {
        if (!group.agents.has(id)) continue;
        group.noneSoon *= 1 - (agentRow[patience] as number);
        group.forecast.addAgent(agentRow, patience);
      }
    }
    for (const call of pool.waiting.values()) {
      for (const group of groups) group.forecast.addWaiting(group.share[call.line] as number);
    }
    const old: RingingCall[] = [];
    for (const call of pool.ringing.values()) {
      if (maybeCut(call, now)) {
        old.push(call);
        continue;
      }
      const age = now - call.since;
      const until = age >= cutAge ? init.ringTimeoutSec : cutAge;
      answerChances(call, lineOf(call.line).belief, age, until, !init.amd, chances);
      for (const group of groups) group.forecast.addCall(chances, group.share[call.line] as number, call.line);
    }
    pool.lines.forEach((line, index) => {
      if (line.pending === 0) return;
      answerChances(FRESH, line.belief, 0, cutAge, !init.amd, chances);
      for (let wish = 0; wish < line.pending; wish += 1) {
        for (const group of groups) group.forecast.addCall(chances, group.share[index] as number, index);
      }
    });
    for (const group of groups) group.forecast.measure(TUNING.idleTailSec);
    return old.sort((a, b) => a.since - b.since);
  };
  const launch = (now: number, spare: number) => {
    const fresh = freshChances(pool.lines, horizon, cutAge, init.amd);
    const prices = pool.lines.map((line) => line.budget.price);
    const counts = init.lines.map(() => 0);
    const pending = pool.lines.reduce((total, line) => total + line.pending, 0);
    const used = pool.ringing.size + pool.waiting.size + pool.talking() + pending;
    const free = init.trunks - init.reserve - used;
    if (Math.floor(now) !== secondOfSending) {
      secondOfSending = Math.floor(now);
      sent = 0;
    }
    let limit: 'trunks' | 'cps' | undefined;
    let last: Offer | undefined;
    let refused: Offer | undefined;
    let n = 0;
    for (;;) {
      const offers = bestOffer(pool.lines, byLine, fresh, prices, counts);
      refused = offers.refused;
      if (offers.taken === undefined) break;
      if (sent >= init.cps) {
        limit = 'cps';
        break;
      }
      if (n >= free + spare) {
        limit = 'trunks';
        break;
      }
      last = offers.taken;
      const { line } = last;
      counts[line] = (counts[line] as number) + 1;
      n += 1;
      sent += 1;
      for (const group of groups) {
        group.forecast.addCall(fresh[line] as AnswerChances, group.share[line] as number, line);
        group.forecast.measure(TUNING.idleTailSec);
      }
    }
    return { counts, limit, last, refused, mustFree: Math.max(0, n - Math.max(0, free)), prices };
  };
  const hangUp = (now: number, old: readonly RingingCall[], mustFree: number, prices: readonly number[]) => {
    const cancel: PacingDecision['cancel'] = [];
    const kept = init.lines.map(() => 0);
    old.forEach((call, index) => {
      answerChances(call, lineOf(call.line).belief, now - call.since, init.ringTimeoutSec, !init.amd, chances);
      const { gain } = weigh(call.line, chances, byLine, prices, Math.min(horizon, TUNING.keepAhead));
      const { cost } = weigh(call.line, chances, byLine, prices, 1);
      if (index < mustFree || gain < 1e-6 || gain <= cost) {
        cancel.push(call.id);
        call.cancelAskedAt = now;
      } else kept[call.line] = (kept[call.line] as number) + (chances.person[1] as number);
    });
    return { cancel, kept };
  };
  /** Persons per second and line who would now find nobody. */
  const expectLost = (now: number, kept: readonly number[]) => {
    lostPerSec = init.lines.map((_, index) => (groupOf(index).idle > 0 ? 0 : (kept[index] as number)));
    for (const call of pool.ringing.values()) {
      if (groupOf(call.line).idle > 0 || maybeCut(call, now)) continue;
      answerChances(call, lineOf(call.line).belief, now - call.since, init.ringTimeoutSec, !init.amd, chances);
      lostPerSec[call.line] = (lostPerSec[call.line] as number) + (chances.person[1] as number);
    }
    lostPerSec = lostPerSec.map((perSec, index) => perSec * groupOf(index).noneSoon);
  };

  return {
    name: 'toritsugi',
    memory: () => pool.save(),
    step(now: number, events: readonly PacingEvent[]): PacingDecision {
      passTime(now);
      pool.apply(now, events);
      forgetOldWishes(now);
      noteRungFull(now);
      const old = look(now);
      if (groups.every((group) => group.agents.size === 0)) {
        lostPerSec = init.lines.map(() => 0);
        const cancel = old.map((call) => call.id);
        return { dial: [], cancel, why: explain(init, pool, undefined, byLine) };
      }
      const wish = launch(now, old.length);
      const { cancel, kept } = hangUp(now, old, wish.mustFree, wish.prices);
      expectLost(now, kept);
      wish.counts.forEach((n, index) => {
        const line = lineOf(index);
        line.pending += n;
        if (n > 0) line.pendingSince = now;
      });
      const dial = wish.counts.flatMap((n, index) => (n > 0 ? [{ line: lineOf(index).id, n }] : []));
      return { dial, cancel, why: explain(init, pool, wish, byLine) };
    },
  };
}
