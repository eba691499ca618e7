import type { Queryable } from '../../core/platform/postgres.ts';

export interface SectionRow {
  subjectId: string;
  centreId: string | null;
  name: string | null;
  phone: string | null;
}

export function selectSections(db: Queryable): Promise<SectionRow[]> {
  return db<SectionRow[]>`
    select id as "subjectId", centre_id as "centreId", section_name as name, section_phone as phone from subject order by id`;
}

export async function updateSection(
  db: Queryable,
  id: string,
  section: { name: string | null; phone: string | null },
): Promise<void> {
  await db`update subject set section_name = ${section.name}, section_phone = ${section.phone} where id = ${id}`;
}
