import { consolidationGroup } from './leading-subject.ts';
import { maySee, type SharingScope } from './sharing.ts';

/** What a list of persons may know: facts that came with these subjects, and perhaps facts of unknown origin. */
export interface ListScope {
  /** Whose debts make the list. */
  subjectIds: string[];
  /** Every subject whose facts (arrears, telephone numbers, records, labels) may be used. */
  sources: string[];
  /** Facts that name no subject, and stops from the city's files, may be used too. */
  unknownSources: boolean;
}

/**
 * A list is for subjects that may know of each other, or for one group of private claims: whoever is on it is called for each of
 * them, and a fact that only one of them may use would reach the others by the list itself.
 *
 * @returns null when the subjects cannot stand on one list
 */
export function listScope(subjectIds: readonly string[], subjects: readonly SharingScope[]): ListScope | null {
  const chosen = subjects.filter(({ subjectId }) => subjectIds.includes(subjectId));
  if (chosen.length === 0 || chosen.length !== new Set(subjectIds).size) return null;
  if (new Set(chosen.map(consolidationGroup)).size !== 1) return null;
  const seenByAll = (source: SharingScope | null) => chosen.every((viewer) => maySee(viewer, source));
  return {
    subjectIds: chosen.map(({ subjectId }) => subjectId).sort(),
    sources: subjects.filter(seenByAll).map(({ subjectId }) => subjectId),
    unknownSources: seenByAll(null),
  };
}
