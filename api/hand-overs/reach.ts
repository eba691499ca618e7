import type { Queryable } from '../../core/platform/postgres.ts';
import type { Caller } from '../http/caller.ts';
import { selectViewerSubjects } from '../persons/queries.ts';
import { ownLines } from '../promises/lines.ts';
import { countSubjects } from './board-queries.ts';
import type { HandOverReach } from './hand-over-reach.ts';

export async function handOverReach(db: Queryable, caller: Caller): Promise<HandOverReach> {
  const follows = caller.permissions.has('follow_hand_overs');
  const allowed = await selectViewerSubjects(db, caller);
  const ids = allowed?.map(({ subjectId }) => subjectId) ?? null;
  if (!follows) return { staffId: caller.staffId, subjectIds: ids, follows };
  const lines = await ownLines(db, caller);
  // Skills narrow whom one follows, as they narrow whom one calls; whoever has every line also sees what belongs to none.
  const everyLine = ids === null && lines.length === (await countSubjects(db));
  return { staffId: caller.staffId, subjectIds: everyLine ? null : lines, follows };
}
