import { takesLine } from '../../core/rules/agent-lines.ts';
import type { PacingInit } from '../../core/rules/pacing/types.ts';
import {
  lineMinRing,
  type PoolParameters,
  poolParameters,
  reservedChannels,
} from '../../core/rules/pool-parameters.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { TelephonyContext } from '../context.ts';
import { type PoolAgentRow, type PoolLineRow, selectPoolLines, selectTrunkUse } from './queries.ts';

export interface PoolLine extends PoolLineRow {
  /** Infinity: its calls are never cut by the pacing controller. */
  minRingSec: number;
}

/** What the pool is made of at this moment. */
export interface PoolPlan {
  parameters: PoolParameters;
  lines: readonly PoolLine[];
  agents: readonly PoolAgentRow[];
  channels: number;
}

/** What the city decides: it changes a few times a day. */
export async function readTerms({ sql, clock, node, limits }: TelephonyContext): Promise<Omit<PoolPlan, 'agents'>> {
  const today = tokyoTime(clock.now()).date;
  const [lines, { channels, setting }] = await Promise.all([
    selectPoolLines(sql, today),
    selectTrunkUse(sql, node, today),
  ]);
  const parameters = poolParameters(setting);
  const atLeast = (sec: number) => Math.max(sec, limits.leastRingSec);
  return {
    parameters: { ...parameters, minRingSec: atLeast(parameters.minRingSec) },
    lines: lines.map((line) => ({
      ...line,
      minRingSec: atLeast(lineMinRing(parameters, line.pacing, line.ringInFull).minRingSec),
    })),
    channels,
  };
}

/** May a citizen on this line be given to the agent? */
export function reaches(agent: PoolAgentRow, line: { subjectId: string; centreId: string | null }): boolean {
  return takesLine(agent, line) && (agent.onlySubjectId === null || agent.onlySubjectId === line.subjectId);
}

/** The pool's lines that ring for this agent. */
export function linesOf(agent: PoolAgentRow, lines: readonly PoolLine[]): string[] {
  if (!agent.inPool) return [];
  return lines.filter((line) => reaches(agent, line)).map(({ subjectId }) => subjectId);
}

const TICK_SEC = 1;
/** The pacer counts from the dial, the citizen from the first ring: what lies between on an ordinary network. */
const POST_DIAL_SEC = 1;
/** Without a running campaign nothing rings at all. */
const USUAL_RING_SEC = 25;

/** The plan in the controller's words. @param slots agents by position, also those who are away: a pacer is made for all of them. */
export function pacingInit(plan: PoolPlan, slots: readonly { lines: readonly string[] }[]): PacingInit {
  const { parameters, lines, channels } = plan;
  const ringTimeoutSec = Math.max(USUAL_RING_SEC, ...lines.map((line) => line.ringTimeoutSec));
  return {
    agents: slots.length,
    trunks: channels,
    reserve: reservedChannels(parameters, channels),
    cps: parameters.cps,
    patienceSec: parameters.patienceSec,
    ringTimeoutSec,
    minRingSec: parameters.minRingSec + POST_DIAL_SEC,
    tickSec: TICK_SEC,
    amd: false,
    readySignalSec: 0,
    lines: lines.map((line) => ({
      id: line.subjectId,
      cap: line.capPercent / 100,
      ...(line.minRingSec === parameters.minRingSec
        ? {}
        : { minRingSec: Math.min(line.minRingSec + POST_DIAL_SEC, ringTimeoutSec) }),
    })),
    skills: slots.map((slot) => slot.lines),
  };
}
