import { createForecast, type Forecast } from './forecast.ts';
import type { Pool } from './pool.ts';
import type { PacingId, PacingInit } from './types.ts';

/** The agents on duty who take one and the same set of lines' calls, seen from a line: lines with the same agents share one forecast. */
export interface PoolGroup {
  agents: Set<PacingId>;
  forecast: Forecast;
  idle: number;
  /** Calls of the group's lines waiting or ringing for sure, wishes included. */
  underway: number;
  /** Chance that no busy agent of the group comes free within the patience at the ear. */
  noneSoon: number;
  /** Per line, the share of its calls that this group's agents would take. */
  share: number[];
}

/** Makes the groups anew for the agents now on; `byLine[i]` is the group that serves line i. */
export function makeGroups(
  init: PacingInit,
  agents: Pool['agents'],
  horizon: number,
): { groups: PoolGroup[]; byLine: PoolGroup[] } {
  const on = [...agents].filter(([, agent]) => agent.on).map(([id, agent]) => ({ id, seat: agent.seat }));
  // Agents numbered from 1 give themselves away by the number of the last one, also after that one went home.
  const first = [...agents.values()].some((agent) => agent.seat === init.agents) ? 1 : 0;
  const takes = (seat: number, line: string) => init.skills?.[seat - first]?.includes(line) ?? true;
  const groups = new Map<string, PoolGroup>();
  const byLine = init.lines.map((line) => {
    const skilled = on.filter((agent) => takes(agent.seat, line.id)).map((agent) => agent.id);
    const key = JSON.stringify(skilled);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group: PoolGroup = {
      agents: new Set(skilled),
      forecast: createForecast(horizon, skilled.length + 1, init.lines.length),
      idle: 0,
      underway: 0,
      noneSoon: 1,
      share: init.lines.map(() => 0),
    };
    groups.set(key, group);
    return group;
  });
  return { groups: [...groups.values()], byLine };
}

/** A busy agent counts this much beside an idle one: an answer goes to whoever is idle, or else to who comes free first. */
const BUSY_WEIGHT = 0.2;

/** Works out, for the agents idle now, which part of each line's answers will take an agent of each group. */
export function shareOut(groups: readonly PoolGroup[], byLine: readonly PoolGroup[], agents: Pool['agents']): void {
  for (const group of groups) {
    byLine.forEach((serving, line) => {
      if (serving === group) {
        group.share[line] = group.agents.size > 0 ? 1 : 0;
        return;
      }
      let common = 0;
      let all = 0;
      for (const id of serving.agents) {
        const weight = agents.get(id)?.phase === 'idle' ? 1 : BUSY_WEIGHT;
        all += weight;
        if (group.agents.has(id)) common += weight;
      }
      group.share[line] = all > 0 ? common / all : 0;
    });
  }
}
