import { parentPort } from 'node:worker_threads';
import type { SimulationResult } from '../../core/rules/pacing-simulation/result.ts';
import { pacingInitOf } from '../../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../../core/rules/pacing-simulation/simulate.ts';
import { makePacer } from './pacers.ts';
import { scenarioNamed } from './scenarios.ts';
import { timed } from './step-times.ts';

export interface Task {
  scenario: string;
  pacer: string;
  seed: number;
  agentHours: number;
}

export interface TaskResult extends Task {
  result: SimulationResult;
  stepUs: { p50: number; p99: number; max: number };
}

export function runTask(task: Task): TaskResult {
  const scenario = scenarioNamed(task.scenario);
  const made = makePacer(task.pacer, pacingInitOf(scenario));
  const { pacer, times } = timed(made);
  const days = Math.max(1, Math.round((task.agentHours * 3600) / scenario.daySec / scenario.agents));
  try {
    const result = simulate(scenario, pacer, { seed: task.seed, days });
    const stepUs = { p50: times.quantileUs(0.5), p99: times.quantileUs(0.99), max: times.most() };
    return { ...task, result, stepUs };
  } finally {
    made.close?.();
  }
}

parentPort?.on('message', (task: Task) => parentPort?.postMessage(runTask(task)));
