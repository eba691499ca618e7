import type { PersonLabel } from '../../core/contracts/http/records.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface LabelRow extends PersonLabel {
  source: SharingScope | null;
}

/** Labels nobody removed, also ended ones: they explain what happened. */
export function selectLabels(db: Queryable, personId: number): Promise<LabelRow[]> {
  return db<LabelRow[]>`
    select l.id, l.colour, l.text, l.ends_on as "endsOn", s.short_name as "subjectName", a.display_name as "byName",
      case when s.id is not null then jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) end
        as source
    from person_label l left join subject s on s.id = l.subject_id left join staff_account a on a.id = l.created_by
    where l.person_id = ${personId} and l.removed_at is null order by l.id`;
}

export interface NewLabel {
  personId: number;
  subjectId: string;
  colour: string;
  text: string;
  endsOn: string | null;
  createdBy: string;
  now: Date;
}

export async function insertLabel(db: Queryable, label: NewLabel): Promise<number> {
  const [row] = await db<{ id: number }[]>`
    insert into person_label (person_id, subject_id, colour, text, ends_on, created_by, created_at)
    values (${label.personId}, ${label.subjectId}, ${label.colour}, ${label.text}, ${label.endsOn}, ${label.createdBy}, ${label.now})
    returning id`;
  return row?.id ?? 0;
}

export async function removeLabel(db: Queryable, personId: number, labelId: number, now: Date): Promise<boolean> {
  const rows = await db`
    update person_label set removed_at = ${now} where id = ${labelId} and person_id = ${personId} and removed_at is null returning id`;
  return rows.length === 1;
}
