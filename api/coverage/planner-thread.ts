import { Worker } from 'node:worker_threads';
import type { CoverageSettings, CoverageView, WhatIfPoint, WhatIfSlider } from '../../core/contracts/http/coverage.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { CoverageGround } from './coverage-ground.ts';

export interface PlanQuestion {
  ground: CoverageGround;
  /** What differs from how things stand. */
  change: Partial<CoverageSettings>;
  /** null: the plan itself; else the curve over this slider. */
  slider: WhatIfSlider | null;
}

export type PlanAnswer =
  | { kind: 'view'; view: CoverageView }
  | { kind: 'curve'; settings: CoverageSettings; points: WhatIfPoint[] };

export interface PlannerThread {
  /** @throws DomainError `coverage/busy` 503 when others wait already, or the thread fails */
  ask(question: PlanQuestion): Promise<PlanAnswer>;
}

/** More people than these do not plan at once; who comes later tries again rather than waits a minute. */
const MOST_WAITING = 6;
/** Longer than all of those questions together can take. */
const DEADLINE_MS = 30_000;

const busy = () =>
  new DomainError('coverage/busy', 503, 'ほかの計画を計算中です。少し待ってから、もう一度お試しください。');

interface Waiting {
  resolve(answer: PlanAnswer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** One thread for all planning, started with the first question; it keeps no process alive and is started again when it died. */
export function createPlannerThread(logger: Logger): PlannerThread {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  const settle = (id: number, how: (one: Waiting) => void) => {
    const one = waiting.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    waiting.delete(id);
    how(one);
  };
  const lose = (lost: Worker, why: unknown) => {
    if (worker !== lost) return;
    worker = undefined;
    logger.error({ err: String(why) }, 'the planner thread ended; the next question starts another');
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(busy()));
  };
  const start = () => {
    const started = new Worker(new URL('./plan-worker.ts', import.meta.url));
    started.unref();
    started.on('error', (error) => lose(started, error));
    started.on('exit', (code) => lose(started, `exit ${code}`));
    started.on('message', ({ id, answer, failed }: { id: number; answer?: PlanAnswer; failed?: string }) => {
      if (failed !== undefined) logger.error({ err: failed }, 'planning failed');
      settle(id, ({ resolve, reject }) => (answer ? resolve(answer) : reject(new Error('planning failed'))));
    });
    return started;
  };

  return {
    ask(question) {
      if (waiting.size >= MOST_WAITING) return Promise.reject(busy());
      worker ??= start();
      const asked = worker;
      lastId += 1;
      const id = lastId;
      return new Promise<PlanAnswer>((resolve, reject) => {
        const timer = setTimeout(() => {
          lose(asked, 'deadline');
          void asked.terminate();
        }, DEADLINE_MS);
        timer.unref();
        waiting.set(id, { resolve, reject, timer });
        asked.postMessage({ id, question });
      });
    },
  };
}
