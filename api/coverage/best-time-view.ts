import type { BestTimeView } from '../../core/contracts/http/coverage.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { answerHistory } from '../../core/rules/coverage/answer-chance.ts';
import { bestTimes, CALLING_HOURS } from '../../core/rules/coverage/best-time.ts';
import { selectAnswerCounts } from './queries.ts';

/** A page of areas; the rest are a handful of calls each and say nothing. */
const MOST_ROWS = 60;

const tenth = (value: number) => Math.round(value * 10) / 10;

/** @param subjectIds null = every line; of a caller with a scope, the lines of the scope */
export async function bestTimeView(
  db: Queryable,
  subjectId: string | null,
  subjectIds: readonly string[] | null,
  now: Date,
): Promise<BestTimeView> {
  const counts = await selectAnswerCounts(db, subjectIds, now);
  const rows = bestTimes(counts, answerHistory(counts)).slice(0, MOST_ROWS);
  return {
    subjectId,
    hours: [...CALLING_HOURS],
    rows: rows.map(({ numberType, area, dialled, cells, best }) => ({
      numberType,
      area,
      dialled: tenth(dialled),
      best,
      cells: cells.map((cell) => ({
        chance: Math.round(cell.chance * 1_000) / 1_000,
        dialled: tenth(cell.dialled),
        answered: tenth(cell.answered),
      })),
    })),
  };
}
