import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { mayShow } from '../../core/rules/shield.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { Caller } from '../http/caller.ts';
import { personNotFound } from '../persons/person-card.ts';
import { selectPerson, selectViewerSubjects } from '../persons/queries.ts';
import { assertOwnInbound } from './inbound-pop.ts';
import type { InboundCallRow } from './queries.ts';

/**
 * The agent says who called. It opens the case and nothing of the debt: that takes the identity check of this very person. Choosing somebody
 * else afterwards begins the check anew.
 *
 * @throws DomainError call/not-yours, person/not-found, person/shielded
 */
export async function pickCaller(
  sql: Sql,
  commands: CommandRunner,
  caller: Caller,
  callId: string,
  personId: number | null,
): Promise<InboundCallRow> {
  const call = await assertOwnInbound(sql, caller, callId);
  if (personId !== null) {
    const subjects = await selectViewerSubjects(sql, caller);
    const person = await selectPerson(sql, personId, subjects?.map(({ subjectId }) => subjectId) ?? null);
    if (!person) throw personNotFound();
    if (!mayShow(person.shielded, caller))
      throw new DomainError('person/shielded', 403, '支援措置の対象者です。指定された職員が応対します。');
  }
  await commands.run('identify_caller', caller.staffId, { callId, personId });
  return call;
}
