import type { Queryable } from '../../core/platform/postgres.ts';
import type { ConditionNames } from '../../core/rules/extraction-sentence.ts';
import { selectNames } from './subject-queries.ts';
import type { ListSubjects } from './viewer.ts';

/** Words for the codes in a condition. Somebody or something that is gone is said to be unknown, never left out. */
export async function conditionNames(db: Queryable, subjects: ListSubjects): Promise<ConditionNames> {
  const { agents, files } = await selectNames(db);
  return {
    subject: subjects.nameOf,
    agent: (id) => agents.get(id) ?? '(不明な担当)',
    file: (id) => files.get(id) ?? '(不明なキー一覧)',
  };
}
