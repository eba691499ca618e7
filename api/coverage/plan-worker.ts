import { parentPort } from 'node:worker_threads';
import { coverageView, standingSettings } from './coverage-view.ts';
import type { PlanAnswer, PlanQuestion } from './planner-thread.ts';
import { whatIf } from './what-if.ts';

/** The planner's thread: simulation and forecast take seconds, and the api answers agents in milliseconds meanwhile. */
function answer({ ground, change, slider }: PlanQuestion): PlanAnswer {
  const standing = standingSettings(ground);
  const settings = { ...standing, ...change, dueOn: ground.dueOn };
  if (slider === null) return { kind: 'view', view: coverageView(ground, settings) };
  return { kind: 'curve', settings, points: whatIf(ground, settings, slider) };
}

parentPort?.on('message', ({ id, question }: { id: number; question: PlanQuestion }) => {
  try {
    parentPort?.postMessage({ id, answer: answer(question) });
  } catch (error) {
    parentPort?.postMessage({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
