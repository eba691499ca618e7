import { Worker } from 'node:worker_threads';
import type { Task, TaskResult } from './run-task.ts';

/** Runs the tasks on `jobs` threads and gives the results in the order of the tasks. */
export async function runAll(tasks: readonly Task[], jobs: number, onDone: (done: number) => void) {
  const results: TaskResult[] = [];
  let next = 0;
  let done = 0;
  const thread = async () => {
    const worker = new Worker(new URL('./run-task.ts', import.meta.url));
    try {
      for (let index = next; index < tasks.length; index = next) {
        next += 1;
        const task = tasks[index];
        if (!task) break;
        results[index] = await new Promise<TaskResult>((resolve, reject) => {
          worker.once('error', reject);
          worker.once('message', (result: TaskResult) => {
            worker.off('error', reject);
            resolve(result);
          });
          worker.postMessage(task);
        });
        done += 1;
        onDone(done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, thread));
  return results;
}
