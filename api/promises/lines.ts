import type { Queryable } from '../../core/platform/postgres.ts';
import { takesLine } from '../../core/rules/agent-lines.ts';
import type { Caller } from '../http/caller.ts';

/** The subjects whose work is this person's: of the account's scope, and of an agent's skills. */
export async function ownLines(db: Queryable, caller: Caller): Promise<string[]> {
  const [staff] = await db<
    { skills: string[] | null }[]
  >`select skills from staff_account where id = ${caller.staffId}`;
  const subjects = await db<{ id: string; centreId: string | null }[]>`select id, centre_id as "centreId" from subject`;
  const { subjectScope, centreScope } = caller;
  const reach = { skills: staff?.skills ?? null, subjectScope, centreScope };
  return subjects.filter(({ id, centreId }) => takesLine(reach, { subjectId: id, centreId })).map(({ id }) => id);
}
