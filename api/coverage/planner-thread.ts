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
  /** The pool is watched for so long. */
  mostMs: number;
}

export type PlanAnswer =
  | { kind: 'view'; view: CoverageView }
  | { kind: 'curve'; settings: CoverageSettings; points: WhatIfPoint[] };

export interface PlannerThread {
  /**
   * One question at a time; a newer one of the same `who` takes the place of the older, which is stopped even in the middle.
   * @throws DomainError `coverage/superseded` 409, `coverage/busy` 503 when others wait already or the thread fails
   */
  ask(who: string, question: PlanQuestion): Promise<PlanAnswer>;
}

export interface PlanOrder {
  id: number;
  question: PlanQuestion;
}

export interface PlanReply {
  id: number;
  answer?: PlanAnswer;
  failed?: string;
}

/** More people than these do not plan at once; who comes later tries again rather than waits a minute. */
const MOST_WAITING = 6;
/** Far longer than one question takes: then the thread hangs. */
const DEADLINE_MS = 20_000;

const busy = () =>
  new DomainError('coverage/busy', 503, 'ほかの計画を計算中です。少し待ってから、もう一度お試しください。');
const superseded = () => new DomainError('coverage/superseded', 409, '新しい条件で計算し直しています。');

interface Asked extends PlanOrder {
  who: string;
  resolve(answer: PlanAnswer): void;
  reject(error: Error): void;
}

/** One thread for all planning, started with the first question; it keeps no process alive and is started again when it died. */
export function createPlannerThread(logger: Logger): PlannerThread {
  /** Holds the id of the running question when nobody wants its answer any more. */
  const unwanted = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | undefined;
  let running: Asked | undefined;
  let deadline: NodeJS.Timeout | undefined;
  let queue: Asked[] = [];
  let lastId = 0;

  const next = () => {
    clearTimeout(deadline);
    running = queue.shift();
    if (!running) return;
    worker ??= start();
    const { id, question } = running;
    worker.postMessage({ id, question } satisfies PlanOrder);
    deadline = setTimeout(() => lose(worker, 'no answer in time'), DEADLINE_MS);
    deadline.unref();
  };

  const lose = (lost: Worker | undefined, why: unknown) => {
    if (!lost || worker !== lost) return;
    worker = undefined;
    void lost.terminate();
    logger.error({ err: String(why) }, 'the planner thread ended; the next question starts another');
    running?.reject(busy());
    next();
  };

  const start = () => {
    const started = new Worker(new URL('./plan-worker.ts', import.meta.url), { workerData: unwanted });
    started.on('error', (error) => lose(started, error));
    started.on('exit', (code) => lose(started, `exit ${code}`));
    started.on('message', ({ id, answer, failed }: PlanReply) => {
      if (running?.id !== id) return;
      if (failed !== undefined) logger.error({ err: failed }, 'planning failed');
      if (answer) running.resolve(answer);
      else running.reject(new Error('planning failed'));
      next();
    });
    // Last: every listener for messages holds the process again.
    started.unref();
    return started;
  };

  const drop = (who: string) => {
    for (const old of queue) if (old.who === who) old.reject(superseded());
    queue = queue.filter((old) => old.who !== who);
    if (running?.who !== who) return;
    Atomics.store(unwanted, 0, running.id);
    running.reject(superseded());
  };

  return {
    ask(who, question) {
      drop(who);
      if (queue.length >= MOST_WAITING) return Promise.reject(busy());
      lastId += 1;
      const id = lastId;
      return new Promise<PlanAnswer>((resolve, reject) => {
        queue.push({ id, question, who, resolve, reject });
        if (!running) next();
      });
    },
  };
}
