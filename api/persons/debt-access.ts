import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { mayShow } from '../../core/rules/shield.ts';
import type { Caller } from '../http/caller.ts';
import { personNotFound, visibleToViewer } from './person-card.ts';
import { selectPerson, selectUnprovenOnLine, selectViewerSubjects } from './queries.ts';

/** Which amounts of a person this viewer may see in desk work. */
export type DebtAccess = (source: SharingScope) => boolean;

/**
 * The one door to a person's amounts outside a call: scope, 支援措置, and nobody who is on the viewer's line unproven.
 *
 * @throws DomainError person/not-found, person/shielded, identity/required
 */
export async function debtAccess(db: Queryable, caller: Caller, personId: number): Promise<DebtAccess> {
  const subjects = await selectViewerSubjects(db, caller);
  const ids = subjects?.map((subject) => subject.subjectId);
  const row = await selectPerson(db, personId, ids ?? null);
  if (!row) throw personNotFound();
  if (!mayShow(row.shielded, caller))
    throw new DomainError('person/shielded', 403, '支援措置の対象者のため表示できません。');
  if ((await selectUnprovenOnLine(db, caller.staffId)).includes(personId))
    throw new DomainError('identity/required', 403, '本人確認が終わるまで金額は表示できません。');
  const visible = visibleToViewer(subjects);
  return (source) => visible(source) && (ids === undefined || ids.includes(source.subjectId));
}
