import type { Queryable } from '../../core/platform/postgres.ts';

export interface SampledRow {
  personId: number;
  addresseeNo: string;
  kind: 'individual' | 'corporate';
  name: string;
  birthDate: string | null;
  address: string | null;
  shielded: boolean;
  oldestDueOn: string | null;
}

/** @param subjectIds the list's: nothing else of the person is told */
export function selectSample(
  db: Queryable,
  personIds: readonly number[],
  subjectIds: readonly string[],
  today: string,
): Promise<SampledRow[]> {
  return db<SampledRow[]>`
    select p.id as "personId", p.addressee_no as "addresseeNo", p.kind, p.name_official as name, p.birth_date as "birthDate",
      p.address_line1 as address, p.shielded,
      (select min(a.due_date) from arrears_item a where a.person_id = p.id and a.unpaid > 0 and a.due_date < ${today}::date
        and a.subject_id = any(${[...subjectIds]}::text[])) as "oldestDueOn"
    from person p where p.id = any(${[...personIds]}::bigint[])`;
}
