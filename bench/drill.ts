/**
 * The acceptance drill, more than once, beside what the simulator of the pacing says about the very same days: predictive runs on several
 * seeds, a progressive run on each of them, and the simulation with the same pool, the same trunks and the same mood of the crowd. Prints one
 * JSON line and a sentence. Three runs of twenty minutes with their progressive twins take two and a half hours one after another, 50 minutes
 * with `--at-once 3`: twelve agents are about a sixth of two cores.
 *
 *   node bench/drill.ts [--agents 12] [--lines 3] [--minutes 20] [--answer-rate 0.3] [--seeds 1,2,3] [--talk-scale 1] [--at-once 1]
 *     [--without-progressive]
 */
import { parseArgs } from 'node:util';
import { createPacer } from '../core/rules/pacing/create-pacer.ts';
import type { Pacer, PacingInit } from '../core/rules/pacing/types.ts';
import { arrearsLine, arrearsScenario } from '../core/rules/pacing-simulation/arrears-workload.ts';
import type { Distribution } from '../core/rules/pacing-simulation/distribution.ts';
import { progressive } from '../core/rules/pacing-simulation/reference-pacers/progressive.ts';
import {
  type LineScenario,
  type PartyShape,
  pacingInitOf,
  type Scenario,
} from '../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../core/rules/pacing-simulation/simulate.ts';
import { moodsOf } from '../runtime/drill/city/crowd-mood.ts';
import type { DrillReport } from '../runtime/drill/measure/drill-report.ts';
import { shareInterval } from '../runtime/drill/measure/interval.ts';
import { ordinaryPlan } from '../runtime/drill/ordinary-plan.ts';
import { runDrill } from '../runtime/drill/run-drill.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import { machine, round } from './spread.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    ...{
      agents: text,
      lines: text,
      minutes: text,
      'answer-rate': text,
      seeds: text,
      'talk-scale': text,
      'at-once': text,
    },
    'without-progressive': { type: 'boolean' },
  },
});
const agents = Number(values.agents ?? 12);
const lines = Number(values.lines ?? 3);
const minutes = Number(values.minutes ?? 20);
const answerRate = Number(values['answer-rate'] ?? 0.3);
/** 12 agents have some 100 answers in 20 minutes of ordinary talk; with 0.3 there are 300. */
const talkScale = Number(values['talk-scale'] ?? 1);
const atOnce = Number(values['at-once'] ?? 1);
const seeds = (values.seeds ?? '1,2,3').split(',').map(Number);

/** The product's cap when a city asks for none. */
const CAP = 0.01;
/** Of simulated days: enough that their mean is known to a third of a point. */
const SIMULATED_DAYS = 60;

/** The drill's day in the simulator's words: its own crowd's mood, step by step, in place of profile and drift. */
function sameDay(seed: number): Scenario {
  const moods = moodsOf(answerRate, seed, minutes);
  const stepSec = (minutes * 60) / moods.length;
  const profile = moods.map((mood, step) => ({ atSec: step * stepSec, factor: mood / answerRate }));
  const names = Array.from({ length: lines }, (_, index) => String.fromCharCode(65 + index));
  return arrearsScenario(agents, answerRate, CAP, {
    ...{ daySec: minutes * 60, profile, drift: { sigma: 0, tauSec: 1 } },
    lines: names.map((name) => shorter(arrearsLine(name, CAP, answerRate))),
  });
}

function shorter(line: LineScenario): LineScenario {
  const scaled = <D extends Distribution>(one: D): D => ('mean' in one ? { ...one, mean: one.mean * talkScale } : one);
  const party = (shape: PartyShape): PartyShape => ({ ...shape, talk: scaled(shape.talk), wrap: scaled(shape.wrap) });
  const { contact, absent, machine: voicemail } = line.parties;
  return { ...line, parties: { contact: party(contact), absent: party(absent), machine: party(voicemail) } };
}

/** Means over days that begin like a drill: nothing learned yet, everybody free. */
function simulated(seed: number, pacerOf: (init: PacingInit) => Pacer): { occupancy: number; abandonment: number } {
  const scenario = sameDay(seed);
  const days = Array.from({ length: SIMULATED_DAYS }, (_, day) =>
    simulate(scenario, pacerOf(pacingInitOf(scenario)), { seed: seed * 1_000 + day, days: 1 }),
  );
  const persons = days.reduce((sum, day) => sum + day.persons, 0);
  return {
    occupancy: days.reduce((sum, { occupancy }) => sum + occupancy, 0) / days.length,
    abandonment: days.reduce((sum, { dropped }) => sum + dropped, 0) / Math.max(1, persons),
  };
}

interface Run {
  seed: number;
  predictive: DrillReport;
  progressive: DrillReport | undefined;
  simulated: { predictive: ReturnType<typeof simulated>; progressive: ReturnType<typeof simulated> };
}

async function main(): Promise<void> {
  const { signal } = listenForStop();
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const drill = async (mode: 'predictive' | 'progressive', seed: number) => {
    const mine = (line: string) => note(`${mode} ${seed}: ${line}`);
    const plan = ordinaryPlan({ agents, minutes, mode, lines, answerRate, seed, talkScale });
    return (await runDrill(plan, { signal, note: mine, keep: false, cacheDir: undefined })).report;
  };
  const predictive = await together(seeds, (seed) => drill('predictive', seed));
  const twins = values['without-progressive'] ? [] : await together(seeds, (seed) => drill('progressive', seed));
  const runs = seeds.map((seed, index): Run => {
    const report = predictive[index];
    if (!report) throw new Error(`no report of seed ${seed}`);
    const model = { predictive: simulated(seed, createPacer), progressive: simulated(seed, progressive) };
    return { seed, predictive: report, progressive: twins[index], simulated: model };
  });
  for (const run of runs) note(JSON.stringify(run));
  tell(runs);
}

/** At most `--at-once` products at the same time, each with its own exchange, database and simulated network. */
async function together<T>(all: readonly number[], run: (seed: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let from = 0; from < all.length; from += atOnce)
    results.push(...(await Promise.all(all.slice(from, from + atOnce).map(run))));
  return results;
}

function tell(runs: readonly Run[]): void {
  const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0);
  const mean = (of: (run: Run) => number) => sum(of) / runs.length;
  const [abandoned, persons] = [sum((run) => run.predictive.abandoned), sum((run) => run.predictive.persons)];
  const occupancy = {
    predictive: mean((run) => run.predictive.occupancy),
    progressive: mean((run) => run.progressive?.occupancy ?? Number.NaN),
    simulatedPredictive: mean((run) => run.simulated.predictive.occupancy),
    simulatedProgressive: mean((run) => run.simulated.progressive.occupancy),
  };
  const interval = shareInterval(abandoned, persons);
  const points = (share: number) => (Number.isNaN(share) ? null : round(100 * share));
  const result = {
    ...{
      bench: 'drill',
      agents,
      lines,
      minutes,
      answerRate,
      talkScale,
      seeds,
      atOnce,
      cap: CAP,
      at: new Date().toISOString(),
      ...machine(),
    },
    occupancy: Object.fromEntries(Object.entries(occupancy).map(([name, share]) => [name, points(share)])),
    ...{ persons, abandoned, abandonment: round(abandoned / Math.max(1, persons), 4) },
    abandonmentInterval: interval.map((share) => round(share, 4)),
    simulatedAbandonment: round(
      mean((run) => run.simulated.predictive.abandonment),
      4,
    ),
    gainOverProgressive: points(occupancy.predictive - occupancy.progressive),
    offSimulation: points(occupancy.predictive - occupancy.simulatedPredictive),
    runs,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `${runs.length} drills of ${minutes} min with ${agents} agents on ${lines} lines: occupancy ${points(occupancy.predictive)} % (progressive ` +
      `${points(occupancy.progressive) ?? '—'} %, simulation ${points(occupancy.simulatedPredictive)} %), ${abandoned} of ${persons} persons abandoned ` +
      `= ${points(abandoned / Math.max(1, persons))} % (95 % ${points(interval[0])} to ${points(interval[1])} %, cap ${points(CAP)} %), recordings ` +
      `${sum((run) => run.predictive.recordings.complete)} of ${sum((run) => run.predictive.recordings.expected)} complete.\n`,
  );
}

await main();
