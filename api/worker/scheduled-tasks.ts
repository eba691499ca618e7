import type { Clock } from '../../core/platform/clock.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { raiseForSystem, reconcileLedger } from '../../recordings-store/index.ts';
import { trainLines } from '../answering-machine/train-lines.ts';
import { verifyAudit } from '../audit/verify.ts';
import { lapsePredictive } from '../campaigns/predictive-queries.ts';
import { createPlannerThread } from '../coverage/planner-thread.ts';
import { watchCoverage } from '../coverage/watch-coverage.ts';
import { followPromises } from '../promises/follow-promises.ts';
import type { ScheduledTask } from '../schedule/schedule.ts';
import { wakeDialler } from '../schedule/wake-dialler.ts';

const HOUR_MS = 3_600_000;

/** Everything the worker does by the clock. */
export function scheduledTasks(options: {
  sql: Sql;
  logger: Logger;
  clock: Clock;
  spoolDir: string;
  storeDir: string;
}): ScheduledTask[] {
  const { sql, logger, clock } = options;
  const planner = createPlannerThread(logger);
  return [
    {
      name: 'recordings.ledger',
      cron: '*/15 * * * *',
      usefulForMs: HOUR_MS,
      async run() {
        const { missing, ...counts } = await reconcileLedger(options);
        const level = missing.length > 0 ? 'warn' : 'info';
        logger[level]({ ...counts, missing: missing.slice(0, 50) }, 'recordings ledger');
      },
    },
    {
      // The dialler asks for an approval in force before each call; this makes the page tell the truth as well.
      name: 'campaigns.predictive-lapse',
      cron: '* * * * *',
      usefulForMs: HOUR_MS,
      async run() {
        const lapsed = await lapsePredictive(sql, tokyoTime(clock.now()).date);
        if (lapsed.length > 0) logger.warn({ campaigns: lapsed.map(({ id }) => id) }, 'predictive approval over');
      },
    },
    {
      // What payments touch is judged at once, elsewhere; this is for the day that begins and for claims that fell without a payment line.
      name: 'promises.judge',
      cron: '5,35 * * * *',
      usefulForMs: 20 * HOUR_MS,
      async run() {
        const followed = await followPromises(sql, clock.now());
        if (Object.keys(followed).length > 0) logger.info(followed, 'promises judged by the day');
      },
    },
    {
      // The promise of a date comes before occupancy: the pool reads what this writes.
      name: 'coverage.watch',
      cron: '*/10 * * * *',
      usefulForMs: HOUR_MS,
      async run() {
        const watched = await watchCoverage({ sql, clock, logger, planner });
        const ringing = watched.filter(({ ringInFull }) => ringInFull);
        if (ringing.length > 0) logger.info({ campaigns: ringing }, 'telephones ring in full for the sake of a date');
      },
    },
    {
      name: 'answering-machine.train',
      cron: '40 4 * * *',
      usefulForMs: 20 * HOUR_MS,
      async run() {
        for (const { subjectId, trained } of await trainLines(sql, tokyoTime(clock.now()).date))
          logger.info({ subjectId, ...trained }, 'greetings of a line learned');
      },
    },
    {
      name: 'dialling.openings',
      // Windows open and close on the half hour; evenings and weekends among them.
      cron: '*/30 8-20 * * *',
      usefulForMs: HOUR_MS / 4,
      run: () => wakeDialler(sql),
    },
    {
      name: 'audit.verify',
      cron: '30 4 * * *',
      // Late is as good as in time, as long as it is done once a day.
      usefulForMs: 20 * HOUR_MS,
      async run() {
        const result = await verifyAudit(sql);
        logger.info({ rows: result.rows, seals: result.seals, head: result.head, ok: result.ok }, 'audit log verified');
        if (result.ok) return;
        const named = result.problems.slice(0, 20).map(({ kind, id }) => `${kind} ${id}`);
        logger.error({ problems: named }, 'audit log was changed');
        await raiseForSystem(sql, 'audit_tampered', { problems: named.join(', ') });
      },
    },
  ];
}
