import type { Queryable } from '../../core/platform/postgres.ts';

/** Subjects of the list on which somebody is left to call. */
export async function selectListSubjectsLeft(db: Queryable, listId: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select distinct subject_id as id from call_list_person where list_id = ${listId} and left_at is null order by id`;
  return rows.map(({ id }) => id);
}

export async function tieToList(
  db: Queryable,
  campaignId: string,
  of: { listId: string; entrustmentId: string; startsOn: string; dueOn: string | null; goalPercent: number },
): Promise<void> {
  await db`
    update campaign set list_id = ${of.listId}, entrustment_id = ${of.entrustmentId}, starts_on = ${of.startsOn}, due_on = ${of.dueOn},
      goal_percent = ${of.goalPercent} where id = ${campaignId}`;
}

/** The approved persons of one subject and nobody else, largest sum first. */
export async function insertListTargets(
  db: Queryable,
  of: { campaignId: string; listId: string; subjectId: string },
): Promise<number> {
  const rows = await db`
    insert into campaign_target (campaign_id, person_id, position)
    select ${of.campaignId}, person_id, row_number() over (order by yen desc, person_id)
    from call_list_person where list_id = ${of.listId} and subject_id = ${of.subjectId} and left_at is null
    returning id`;
  return rows.length;
}
