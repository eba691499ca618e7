import type { GoalRow, GoalsBy, GoalsView } from '../../core/contracts/http/goals.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { GoalCounts } from '../../core/rules/goals.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { addDays, tokyoInstant } from '../../core/rules/tokyo-time.ts';
import {
  type Period,
  selectFirstContacts,
  selectGoals,
  selectRequested,
  selectSeatNames,
  selectWork,
} from './queries.ts';

const DEFAULT_GOAL_PERCENT = 40;
const NOTHING = {
  attempts: 0,
  dialled: 0,
  contacted: 0,
  promised: 0,
  judged: 0,
  kept: 0,
  poolAnswered: 0,
  abandoned: 0,
  wrapUps: 0,
  wrapUpSec: 0,
};

/** @param from first day and @param to last day, both included, `YYYY-MM-DD` */
export async function goalsView(
  sql: Sql,
  viewer: Scope & { privileged: boolean },
  from: string,
  to: string,
  by: GoalsBy,
): Promise<GoalsView> {
  const period = { from: tokyoInstant(from, 0), to: tokyoInstant(addDays(to, 1), 0) };
  // One picture of the database: rows of different moments would not add up.
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const requested = new Map((await selectRequested(tx, viewer, period)).map((row) => [row.key, row]));
    const whole = requested.get('') ?? { requested: 0, settled: 0 };
    const [all] = await selectWork(tx, viewer, period, 'all');
    const total: GoalCounts = { ...NOTHING, ...countsOf(all), requested: whole.requested, settled: whole.settled };
    const work = await selectWork(tx, viewer, period, by);
    const keys =
      by === 'subject' ? [...requested.keys()].filter((key) => key !== '').sort() : work.map(({ key }) => key);
    const names =
      by === 'seat'
        ? await selectSeatNames(
            tx,
            keys.filter((key) => key !== ''),
          )
        : [];
    const rows: GoalRow[] = keys.map((key) => {
      const { requested: persons, settled } = (by === 'subject' ? requested.get(key) : whole) ?? whole;
      const counts = { ...NOTHING, ...countsOf(work.find((row) => row.key === key)), requested: persons, settled };
      return { key, label: names.find(({ id }) => id === key)?.name ?? key, counts };
    });
    return { from, to, by, total, rows, curves: await curvesOf(tx, viewer, period, requested) };
  });
}

function countsOf(row: (Partial<GoalCounts> & { key: string }) | undefined): Partial<GoalCounts> {
  if (!row) return {};
  const { key: _key, ...counts } = row;
  return counts;
}

async function curvesOf(
  tx: Parameters<typeof selectGoals>[0],
  viewer: Scope & { privileged: boolean },
  period: Period,
  requested: ReadonlyMap<string, { requested: number }>,
): Promise<GoalsView['curves']> {
  const goals = new Map((await selectGoals(tx, period)).map((row) => [row.subjectId, row.goalPercent]));
  const first = await selectFirstContacts(tx, viewer, period);
  return [...requested]
    .filter(([subjectId]) => subjectId !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subjectId, row]) => {
      let sum = 0;
      const contacted = first
        .filter((one) => one.subjectId === subjectId)
        .map(({ day, persons }) => {
          sum += persons;
          return { day, persons: sum };
        });
      return {
        subjectId,
        requested: row.requested,
        goalPercent: goals.get(subjectId) ?? DEFAULT_GOAL_PERCENT,
        contacted,
      };
    });
}
