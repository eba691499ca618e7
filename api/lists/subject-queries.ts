import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface ListSubject extends SharingScope {
  name: string;
  shortName: string;
  centreId: string | null;
}

export function selectListSubjects(db: Queryable): Promise<ListSubject[]> {
  return db<ListSubject[]>`
    select id as "subjectId", name, short_name as "shortName", debt_class as "debtClass", sharing_group as "sharingGroup",
      centre_id as "centreId"
    from subject order by id`;
}

/** Names of everybody and every file that conditions may speak of; few enough to read whole. */
export async function selectNames(db: Queryable): Promise<{ agents: Map<string, string>; files: Map<string, string> }> {
  const [agents, files] = await Promise.all([
    db<{ id: string; name: string }[]>`select id, display_name as name from staff_account`,
    db<{ id: string; name: string }[]>`select id, name from key_file`,
  ]);
  const map = (rows: readonly { id: string; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]));
  return { agents: map(agents), files: map(files) };
}
