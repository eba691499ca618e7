import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type ListScope, listScope } from '../../core/rules/list-scope.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { type ListSubject, selectListSubjects } from './subject-queries.ts';

/** Whoever works with lists: the caller of a route, or an officer in the effect of a decision. */
export interface ListViewer extends Scope {
  staffId: string;
  privileged: boolean;
}

export const listNotFound = (what: string) => new DomainError('list/not-found', 404, `${what}が見つかりません。`);

/** Every subject of the city: facts of those outside the viewer's scope may still count within a list. */
export class ListSubjects {
  readonly #all: readonly ListSubject[];

  private constructor(all: readonly ListSubject[]) {
    this.#all = all;
  }

  static async read(db: Queryable): Promise<ListSubjects> {
    return new ListSubjects(await selectListSubjects(db));
  }

  /** May this viewer work on a list of these subjects? Only whoever may work on each of them. */
  visibleTo(viewer: Scope, subjectIds: readonly string[]): boolean {
    return subjectIds.every((id) => {
      const subject = this.#all.find(({ subjectId }) => subjectId === id);
      return subject !== undefined && inScope(viewer, { id, centreId: subject.centreId });
    });
  }

  /** Subjects of this viewer; null = every one. */
  visibleIds(viewer: Scope): string[] | null {
    if (viewer.subjectScope === null && viewer.centreScope === null) return null;
    return this.#all.map(({ subjectId }) => subjectId).filter((id) => this.visibleTo(viewer, [id]));
  }

  /** @throws DomainError `list/subjects` 422 when these subjects may not stand on one list */
  scope(subjectIds: readonly string[]): ListScope {
    const scope = listScope(subjectIds, this.#all);
    if (scope) return scope;
    throw new DomainError(
      'list/subjects',
      422,
      '情報を共有できない科目は一つの一覧に入れられません。私債権は、税などと分けて、共有グループごとに作ってください。',
    );
  }

  nameOf = (id: string): string => this.#all.find(({ subjectId }) => subjectId === id)?.shortName ?? id;
}
