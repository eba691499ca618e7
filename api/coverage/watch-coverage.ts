import type { CoverageView, SeatsByBand } from '../../core/contracts/http/coverage.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { fairSeats } from '../../core/rules/coverage/fair-seats.ts';
import { mustRingInFull } from '../../core/rules/coverage/full-ring.ts';
import type { LineMinRing } from '../../core/rules/pool-parameters.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { createAnswerCountsCache } from './answer-counts-cache.ts';
import { type CoverageGround, readCoverageGround } from './coverage-ground.ts';
import type { PlannerThread } from './planner-thread.ts';
import {
  type CoverageWatchRow,
  deleteOtherWatches,
  selectAgentReach,
  selectPromisedCampaigns,
  selectRunningLines,
  upsertCoverageWatch,
} from './queries.ts';

export interface CoverageWatch {
  sql: Sql;
  clock: Clock;
  logger: Logger;
  planner: PlannerThread;
}

/** The system looks: no scope, and the queue of shielded persons is never predictive. */
const EVERYTHING = { subjectScope: null, centreScope: null, privileged: false };
const PLAN_MS = 800;
const IN_FULL: LineMinRing = { minRingSec: Number.POSITIVE_INFINITY, why: 'promise' };

/**
 * Plans every predictive campaign that runs towards a date twice, with calls cut and with telephones that ring in full, and writes down whether
 * its promise needs the latter: the pool reads it within seconds (docs/coverage.md). What could not be planned stays as it was.
 */
export async function watchCoverage(watch: CoverageWatch): Promise<CoverageWatchRow[]> {
  const { sql, clock, logger } = watch;
  const now = clock.now();
  const ids = await selectPromisedCampaigns(sql, tokyoTime(now).date);
  await deleteOtherWatches(sql, ids);
  const counts = ids.length === 0 ? [] : await createAnswerCountsCache(sql).read(now);
  const rows: CoverageWatchRow[] = [];
  for (const id of ids) {
    try {
      const ground = await sql.begin('isolation level repeatable read read only', (tx) =>
        readCoverageGround(tx, counts, id, EVERYTHING, { now, speed: clock.speed }, undefined),
      );
      const row = await decide(watch, ground);
      await upsertCoverageWatch(sql, row, now);
      rows.push(row);
    } catch (error) {
      logger.warn({ campaign: id, err: messageOf(error) }, 'the promise of a campaign was not looked at');
    }
  }
  return rows;
}

async function decide({ sql, planner }: CoverageWatch, ground: CoverageGround): Promise<CoverageWatchRow> {
  const { id, subjectId, centreId } = ground.campaign;
  const fair = fairSeats(await selectAgentReach(sql, false), await selectRunningLines(sql), { subjectId, centreId });
  const each = fair > 0 ? Math.max(1, Math.floor(fair)) : 0;
  const seats: SeatsByBand = { weekday_day: each, evening: each, weekend: each };
  const planned = async (minRing: LineMinRing): Promise<CoverageView> => {
    const question = { ground: { ...ground, minRing }, change: { seats }, slider: null, mostMs: PLAN_MS };
    const answer = await planner.ask(`watch ${id}`, question);
    if (answer.kind !== 'view') throw new Error('the planner answered another question');
    return answer.view;
  };
  const cut = await planned(ground.cutRing);
  const full = await planned(IN_FULL);
  const before = ground.watched.find(({ campaignId }) => campaignId === id)?.ringInFull ?? false;
  return {
    campaignId: id,
    ringInFull: mustRingInFull({ cut, full, before }),
    leftIfCut: cut.left,
    leftIfFull: full.left,
  };
}
