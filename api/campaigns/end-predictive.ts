import type { Sql } from '../../core/platform/postgres.ts';
import { endPredictive, lapsePredictive } from './predictive-queries.ts';

/** The city takes its yes back: at once, with the campaigns that dial by it. Calls in hand go on. @returns campaigns switched to progressive */
export async function endPredictiveNow(sql: Sql, subjectId: string, today: string): Promise<number> {
  return sql.begin(async (tx) => {
    await endPredictive(tx, subjectId, today);
    return (await lapsePredictive(tx, today)).filter((campaign) => campaign.subjectId === subjectId).length;
  });
}
