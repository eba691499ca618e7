import { schedule as tick } from 'node-cron';
import { messageOf } from '../../core/platform/errors.ts';
import type { Part } from '../../core/platform/lifecycle.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { cronMatcher, latestDue } from './due.ts';
import { beginTask, enrolTask, finishTask, lockTask, readTask, type TaskRow, unlockTask } from './queries.ts';

export interface ScheduledTask {
  name: string;
  /** Five fields, Asia/Tokyo. */
  cron: string;
  /** A run this late is still worth doing; later it is noted as skipped. */
  usefulForMs: number;
  run(): Promise<void>;
}

export type TaskOutcome = 'not_due' | 'taken' | 'done' | 'failed' | 'skipped';

/**
 * Runs every task once for each time it is due. The ticks only ask; what has run is the row in `scheduled_task`, so a
 * tick too many does nothing, a pause over several due times causes one run, and two workers do not both run it.
 */
export function schedulePart(options: { sql: Sql; logger: Logger; tasks: readonly ScheduledTask[] }): Part {
  const { sql, logger, tasks } = options;
  let ticking: ReturnType<typeof tick> | undefined;
  let running: Promise<void> | undefined;

  const runAll = async () => {
    for (const task of tasks) {
      try {
        const outcome = await runIfDue(sql, task, new Date());
        if (outcome !== 'not_due' && outcome !== 'taken') logger.info({ task: task.name, outcome }, 'scheduled task');
      } catch (error) {
        logger.error(
          { task: task.name, err: messageOf(error) },
          'schedule could not be read; the next tick tries again',
        );
      }
    }
  };
  const wake = () => {
    running ??= runAll().finally(() => {
      running = undefined;
    });
  };
  return {
    name: 'schedule',
    async start() {
      if (ticking) return;
      for (const task of tasks) await enrolTask(sql, task.name, new Date());
      ticking = tick('*/10 * * * * *', wake, { suppressMissedWarning: true });
    },
    async stop() {
      await ticking?.destroy();
      ticking = undefined;
      await running;
    },
  };
}

/** One task, now: exported for tests and for asking it by hand. */
export async function runIfDue(sql: Sql, task: ScheduledTask, now: Date): Promise<TaskOutcome> {
  const before = await readTask(sql, task.name);
  if (!before || dueOf(task, before, now) === undefined) return 'not_due';
  const connection = await sql.reserve();
  try {
    if (!(await lockTask(connection, task.name))) return 'taken';
    try {
      // Read again under the lock: the other worker may have done it between our look and our lock.
      const row = await readTask(connection, task.name);
      const due = row && dueOf(task, row, now);
      if (due === undefined) return 'not_due';
      await beginTask(connection, task.name, due);
      return await carryOut(connection, task, now.getTime() - due.getTime());
    } finally {
      await unlockTask(connection, task.name);
    }
  } finally {
    connection.release();
  }
}

async function carryOut(db: Sql, task: ScheduledTask, lateMs: number): Promise<TaskOutcome> {
  if (lateMs > task.usefulForMs) {
    await finishTask(db, task.name, `skipped: ${Math.round(lateMs / 60_000)} minutes late`);
    return 'skipped';
  }
  try {
    await task.run();
    await finishTask(db, task.name, null);
    return 'done';
  } catch (error) {
    await finishTask(db, task.name, messageOf(error).slice(0, 500));
    return 'failed';
  }
}

function dueOf(task: ScheduledTask, row: TaskRow, now: Date): Date | undefined {
  const due = latestDue(cronMatcher(task.cron), now, row.lastRunAt);
  if (due) return due;
  // Begun, but neither finished nor failed: its worker died in the middle.
  const finished = row.lastError !== null || (row.lastOkAt !== null && row.lastOkAt >= row.lastRunAt);
  return finished ? undefined : row.lastRunAt;
}
