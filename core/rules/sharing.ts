import type { DebtClass } from './vocabulary.ts';

/** What decides how far data of a subject may travel. */
export interface SharingScope {
  subjectId: string;
  debtClass: DebtClass;
  sharingGroup: string;
}

/**
 * May work on `viewer` use a fact (arrears, history, telephone number) that came with `source`?
 *
 * Data stays inside its sharing group. A private claim (給食費, 貸付金) moreover never sees what came from tax data (地方税法
 * 22 条), whatever group somebody typed, and nothing whose origin is unknown.
 */
export function maySee(viewer: SharingScope, source: SharingScope | null): boolean {
  if (viewer.debtClass === 'private') {
    return source !== null && source.debtClass !== 'tax' && source.sharingGroup === viewer.sharingGroup;
  }
  return source === null || source.sharingGroup === viewer.sharingGroup;
}

/** The facts of the list that work on `viewer` may see. */
export function visibleTo<T extends { source: SharingScope | null }>(viewer: SharingScope, facts: readonly T[]): T[] {
  return facts.filter(({ source }) => maySee(viewer, source));
}
