import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import { machineTrainedKey } from '../../core/rules/answering-machine/line-setting.ts';
import {
  type LabelledGreeting,
  type TrainedThreshold,
  trainThreshold,
} from '../../core/rules/answering-machine/train-threshold.ts';
import { saveSetting } from '../settings/save-setting.ts';

/** Older announcements say little about today's telephones. */
const DAYS = 90;

/**
 * Every line whose greetings were listened to gets the threshold its agents' results teach, from today on.
 *
 * @param today `YYYY-MM-DD`, the product's
 */
export async function trainLines(sql: Sql, today: string): Promise<{ subjectId: string; trained: TrainedThreshold }[]> {
  const rows = await selectLabelled(sql, today);
  const lines = [...Map.groupBy(rows, ({ subjectId }) => subjectId)].map(([subjectId, greetings]) => ({
    subjectId,
    trained: trainThreshold(greetings),
  }));
  for (const { subjectId, trained } of lines) await saveSetting(sql, machineTrainedKey(subjectId), today, trained);
  return lines;
}

/** What was heard and what the agent then said it was: the newest saved result of each call counts. */
function selectLabelled(db: Queryable, today: string): Promise<(LabelledGreeting & { subjectId: string })[]> {
  return db<(LabelledGreeting & { subjectId: string })[]>`
    select k.subject_id as "subjectId", (k.machine_verdict->>'greetingMs')::float8 as "greetingMs",
      case when r.line_result = 'answered_machine' then 'machine' else 'person' end as label
    from call k join lateral (select line_result, who_answered from contact_record r where r.call_id = k.id
      order by r.created_at desc limit 1) r on true
    where k.machine_verdict->>'greetingMs' is not null and k.subject_id is not null and not k.training
      and k.answered_at >= ${today}::date - ${DAYS}::int
      and (r.line_result = 'answered_machine' or (r.line_result = 'answered_human' and r.who_answered <> 'nobody'))`;
}
