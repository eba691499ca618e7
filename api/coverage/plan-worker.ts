import { parentPort, workerData } from 'node:worker_threads';
import { coverageView, standingSettings } from './coverage-view.ts';
import type { PlanAnswer, PlanOrder, PlanQuestion, PlanReply } from './planner-thread.ts';
import { rememberPools } from './remembered-pools.ts';
import { whatIf } from './what-if.ts';

const unwanted: unknown = workerData;
const remembered = rememberPools();

/** The planner's thread: simulation and forecast take seconds, and the api answers agents in milliseconds meanwhile. */
function answer({ ground, change, slider, mostMs }: PlanQuestion, wanted: () => boolean): PlanAnswer {
  const watch = { mostMs, wanted, remembered };
  const standing = standingSettings(ground);
  const settings = { ...standing, ...change, dueOn: ground.dueOn };
  if (slider === null) return { kind: 'view', view: coverageView(ground, settings, watch) };
  return { kind: 'curve', settings, points: whatIf(ground, settings, slider, watch) };
}

parentPort?.on('message', ({ id, question }: PlanOrder) => {
  const wanted = () => !(unwanted instanceof Int32Array && Atomics.load(unwanted, 0) === id);
  let reply: PlanReply;
  try {
    reply = { id, answer: answer(question, wanted) };
  } catch (error) {
    reply = { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(reply);
});
