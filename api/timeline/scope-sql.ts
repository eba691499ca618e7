import type { Queryable } from '../../core/platform/postgres.ts';

/** Whose fact a row is, of the subject joined as `s`: null when it is nobody's. */
export const scopeOf = (db: Queryable) => db`case when s.id is null then null else jsonb_build_object('subjectId', s.id,
  'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) end`;
