import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { hideDebtFigures } from '../desk/hide-debt-figures.ts';
import type { Caller } from '../http/caller.ts';
import { insertLabel, type LabelRow, type NewLabel, removeLabel, selectLabels } from './label-queries.ts';
import { personNotFound, visibleToViewer } from './person-card.ts';
import { selectPerson, selectUnprovenOnLine, selectViewerSubjects } from './queries.ts';

/** The labels this viewer may know of; none of a shielded person (支援措置) for whoever may not work with them. */
export async function visibleLabels(db: Queryable, caller: Caller, personId: number): Promise<LabelRow[]> {
  const subjects = await assertVisible(db, caller, personId);
  const visible = visibleToViewer(subjects);
  const unproven = (await selectUnprovenOnLine(db, caller.staffId)).includes(personId);
  const amounts = caller.permissions.has('view_debt') && !unproven;
  return (await selectLabels(db, personId))
    .filter(({ source }) => visible(source))
    .map((label) => (amounts ? label : { ...label, text: hideDebtFigures(label.text) }));
}

/** @throws DomainError `person/not-found` 404, `label/subject` 422 */
export async function putLabel(db: Queryable, caller: Caller, label: NewLabel): Promise<number> {
  const subjects = await assertVisible(db, caller, label.personId);
  await assertSubjectOf(db, subjects, label.subjectId);
  return insertLabel(db, label);
}

/** @throws DomainError `person/not-found` 404 */
export async function takeLabel(
  db: Queryable,
  caller: Caller,
  personId: number,
  labelId: number,
  now: Date,
): Promise<void> {
  const seen = await visibleLabels(db, caller, personId);
  if (!seen.some(({ id }) => id === labelId) || !(await removeLabel(db, personId, labelId, now)))
    throw personNotFound();
}

/** @throws DomainError `person/not-found` 404, also for a shielded person (支援措置) whom the caller may not work with */
export async function assertVisible(db: Queryable, caller: Caller, personId: number) {
  const subjects = await selectViewerSubjects(db, caller);
  const row = await selectPerson(db, personId, subjects?.map(({ subjectId }) => subjectId) ?? null);
  if (!row || !mayShow(row.shielded, caller)) throw personNotFound();
  return subjects;
}

/** @param subjectId null = no subject is named. @throws DomainError `label/subject` 422 */
export async function assertSubjectOf(
  db: Queryable,
  subjects: readonly { subjectId: string }[] | null,
  subjectId: string | null,
): Promise<void> {
  if (subjectId === null) return;
  const known = subjects ?? (await selectAnySubject(db, subjectId));
  if (!known.some((subject) => subject.subjectId === subjectId))
    throw new DomainError('label/subject', 422, '担当する科目を選んでください。');
}

const selectAnySubject = (db: Queryable, id: string) => db<{ subjectId: string }[]>`
  select id as "subjectId" from subject where id = ${id}`;
