import { round } from '../spread.ts';
import { PUBLISHED } from './published-table.ts';
import type { TaskResult } from './run-task.ts';
import { cellName } from './scenarios.ts';

/** All seeds of one scenario and pacer together. */
export interface Measured {
  scenario: string;
  pacer: string;
  agentHours: number;
  occupancyPct: number;
  abandonmentPct: number;
  persons: number;
  /** Share of days with ≥ 100 persons within twice the cap, %. */
  calmDaysPct: number | null;
  lines: { id: string; capPct: number; abandonmentPct: number; dialled: number }[];
  waitP99Sec: number | null;
  inboundAnsweredPct: number | null;
  inboundWaitP99Sec: number | null;
  contactsPerAgentHour: number;
  refusedCancels: number;
  stepUs: { p50: number; p99: number; max: number };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const most = (values: readonly (number | undefined)[]) => {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? round(Math.max(...known), 2) : null;
};

export function gather(results: readonly TaskResult[]): Measured[] {
  const groups = Map.groupBy(results, ({ scenario, pacer }) => `${scenario}\t${pacer}`);
  return [...groups.values()].flatMap((runs) => {
    const first = runs[0];
    if (!first) return [];
    const sum = (of: (run: TaskResult) => number) => runs.reduce((total, run) => total + of(run), 0);
    const persons = sum(({ result }) => result.persons);
    const calm = runs.flatMap(({ result }) => result.calmDays ?? []);
    const callers = sum(({ result }) => result.inbound.calls);
    return [
      {
        scenario: first.scenario,
        pacer: first.pacer,
        agentHours: round(sum(({ result }) => result.agentHours)),
        occupancyPct: round(100 * mean(runs.map(({ result }) => result.occupancy)), 2),
        abandonmentPct: round((100 * sum(({ result }) => result.dropped)) / Math.max(1, persons), 2),
        persons,
        calmDaysPct: calm.length > 0 ? round(100 * mean(calm)) : null,
        lines: first.result.lines.map(({ id, cap }, index) => {
          const of = (key: 'droppedPersons' | 'contacts' | 'absents' | 'dialled') =>
            sum(({ result }) => result.lines[index]?.[key] ?? 0);
          const abandonmentPct = round((100 * of('droppedPersons')) / Math.max(1, of('contacts') + of('absents')), 2);
          return { id, capPct: 100 * cap, abandonmentPct, dialled: of('dialled') };
        }),
        waitP99Sec: most(runs.map(({ result }) => result.wait?.p99)),
        inboundAnsweredPct: callers > 0 ? round((100 * sum(({ result }) => result.inbound.answered)) / callers) : null,
        inboundWaitP99Sec: most(runs.map(({ result }) => result.inbound.wait?.p99)),
        contactsPerAgentHour: round(mean(runs.map(({ result }) => result.contactsPerAgentHour)), 2),
        refusedCancels: sum(({ result }) => result.refusedCancels),
        stepUs: {
          p50: round(mean(runs.map(({ stepUs }) => stepUs.p50))),
          p99: round(Math.max(...runs.map(({ stepUs }) => stepUs.p99))),
          max: round(Math.max(...runs.map(({ stepUs }) => stepUs.max))),
        },
      },
    ];
  });
}

/** The goals of the study's cells, over those that were run. */
export function judgeCells(measured: readonly Measured[], pacer: string) {
  const cells = PUBLISHED.flatMap((published) => {
    const found = measured.find((one) => one.pacer === pacer && one.scenario === cellName(published));
    return found ? [{ published, found }] : [];
  });
  if (cells.length === 0) return null;
  const diff = (of: 'model' | 'progressive' | 'tuned') =>
    round(mean(cells.map(({ published, found }) => found.occupancyPct - published[of])), 2);
  const persons = (cap: number) => cells.filter(({ published }) => published.cap === cap);
  const pooled = (cap: number) => {
    const of = persons(cap);
    const answered = of.reduce((sum, { found }) => sum + found.persons, 0);
    const dropped = of.reduce((sum, { found }) => sum + (found.persons * found.abandonmentPct) / 100, 0);
    return answered === 0 ? null : round((100 * dropped) / answered, 3);
  };
  return {
    cells: cells.length,
    meanOccupancyPct: round(mean(cells.map(({ found }) => found.occupancyPct)), 2),
    modelMeanPct: round(mean(cells.map(({ published }) => published.model)), 2),
    aboveModel: diff('model'),
    aboveProgressive: diff('progressive'),
    aboveTuned: diff('tuned'),
    lowestAgainstModel: round(
      Math.min(...cells.map(({ published, found }) => found.occupancyPct - published.model)),
      2,
    ),
    overCap: cells
      .filter(({ published, found }) => found.abandonmentPct > published.cap)
      .map(({ found }) => `${found.scenario}: ${found.abandonmentPct}`),
    pooledAbandonmentPct: { cap1: pooled(1), cap3: pooled(3) },
    stepP99Us: Math.max(...cells.map(({ found }) => found.stepUs.p99)),
  };
}
