import type { Scope } from '../../core/rules/permissions.ts';
import type { TraineeRow } from './queries.ts';

/** Agents of whom the caller is in charge: those who share a subject and a centre with the account. */
export function traineesOf(caller: Scope, agents: readonly TraineeRow[]): TraineeRow[] {
  const meet = (mine: readonly string[] | null, theirs: readonly string[] | null) =>
    mine === null || theirs === null || theirs.some((one) => mine.includes(one));
  return agents.filter(
    ({ subjectScope, centreScope }) => meet(caller.subjectScope, subjectScope) && meet(caller.centreScope, centreScope),
  );
}
