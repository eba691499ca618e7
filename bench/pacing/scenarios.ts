import { arrearsLine, arrearsScenario } from '../../core/rules/pacing-simulation/arrears-workload.ts';
import type { LineScenario, Scenario } from '../../core/rules/pacing-simulation/scenario.ts';

const HOUR = 3600;

export const cellName = ({ agents, answer, cap }: { agents: number; answer: number; cap: number }) =>
  `${agents},${answer},${cap}`;

const line = (id: string, cap: number, answer: number, more: Partial<LineScenario> = {}): LineScenario => ({
  ...arrearsLine(id, cap, answer),
  ...more,
});

const inbound = (perHour: number): Pick<LineScenario, 'inbound'> => ({
  inbound: {
    perHour,
    patience: { kind: 'exponential', mean: 60 },
    talk: { kind: 'lognormal', mean: 180, cv: 0.75 },
    wrap: { kind: 'lognormal', mean: 60, cv: 0.5 },
  },
});

/** The chance of an answer changes by `factor` from the middle of the day on, in five steps of a minute. */
const change = (factor: number): Pick<LineScenario, 'jumps'> => ({
  jumps: [0, 1, 2, 3, 4].map((minute) => ({ atSec: 2 * HOUR + 60 * minute, factor: factor ** 0.2 })),
});

const pool = (agents: number, lines: readonly LineScenario[], more: Partial<Scenario> = {}) =>
  arrearsScenario(agents, 0.3, 0.03, { lines, ...more });

const threeLines = [line('A', 0.03, 0.15), line('B', 0.03, 0.3), line('C', 0.01, 0.45)];
const fiveLines = [
  line('A', 0.03, 0.15),
  line('B', 0.03, 0.25),
  line('C', 0.01, 0.3),
  line('D', 0.02, 0.4),
  line('E', 0.03, 0.45),
];
const spread = { spread: 1.2, noise: 0.4, bias: 0 };
const halfDay = (from: number, to: number) => [{ fromSec: from * HOUR, toSec: to * HOUR }];

/** What the table does not hold: the shapes of a real centre. */
const OTHERS: Record<string, Scenario> = {
  'two lines, 5 agents': pool(5, [line('A', 0.03, 0.2), line('B', 0.01, 0.4)]),
  'three lines, 12 agents': pool(12, threeLines),
  'three lines, skills': pool(12, threeLines, {
    skills: Array.from({ length: 12 }, (_, i) => (i < 4 ? ['A'] : i < 8 ? ['A', 'B'] : ['B', 'C'])),
  }),
  'five lines, skills, 20 agents': pool(20, fiveLines, {
    skills: Array.from({ length: 20 }, (_, i) =>
      i < 6 ? ['A', 'B', 'C', 'D', 'E'] : i < 13 ? ['A', 'B', 'C'] : ['C', 'D', 'E'],
    ),
  }),
  'shift change, 10 agents': pool(10, [line('A', 0.03, 0.3)], {
    shifts: Array.from({ length: 10 }, (_, i) => (i < 3 ? halfDay(0, 4) : i < 7 ? halfDay(0, 2) : halfDay(1.9, 4))),
  }),
  'inbound 30 an hour, 10 agents': pool(10, [line('A', 0.03, 0.3, inbound(30))], { reserve: 4 }),
  'answer halves, 5 agents': pool(5, [line('A', 0.03, 0.3, change(0.5))]),
  'answer doubles, 5 agents': pool(5, [line('A', 0.03, 0.15, change(2))]),
  'answer halves, 20 agents': pool(20, [line('A', 0.03, 0.3, change(0.5))]),
  'answer doubles, 20 agents': pool(20, [line('A', 0.03, 0.15, change(2))]),
  'scores, 5 agents': pool(5, [line('A', 0.03, 0.3, { scores: spread })]),
  'scores, 10 agents': pool(10, [line('A', 0.03, 0.3, { scores: spread })]),
  'scores that mislead, 10 agents': pool(10, [line('A', 0.03, 0.3, { scores: { spread: 0, noise: 1.2, bias: 1 } })]),
  'mobile and fixed, 10 agents': pool(10, [line('A', 0.03, 0.3, { mobile: { share: 0.5, timesFixed: 2 } })]),
  'ring 20 s, 10 agents': pool(10, [line('A', 0.03, 0.3)], { ringTimeoutSec: 20 }),
  'detection, 10 agents': pool(10, [line('A', 0.03, 0.3)], { detection: { machines: 0.85, persons: 0 } }),
  'nobody cut twice running, 10 agents': pool(10, [line('A', 0.03, 0.3)], { cutOnceRunning: true }),
  'ready soon, 10 agents': pool(10, [line('A', 0.03, 0.3)], { readySignalSec: 8 }),
  'two trunks, 1 agent, inbound': pool(1, [line('A', 0.03, 0.3, inbound(4))], { trunks: 2, reserve: 1 }),
};

/** `5,30,1`: 5 agents, 30 % answer, cap 1 %, one line. */
const CELL = /^(\d+),([\d.]+),([\d.]+)$/;

export const otherNames = Object.keys(OTHERS);

export function scenarioNamed(name: string): Scenario {
  const [, agents, answer, cap] = CELL.exec(name) ?? [];
  if (agents !== undefined) return arrearsScenario(Number(agents), Number(answer) / 100, Number(cap) / 100);
  const scenario = OTHERS[name];
  if (!scenario) throw new Error(`no scenario "${name}"; there are cells like 5,30,1 · ${otherNames.join(' · ')}`);
  return scenario;
}
