import type { ListChoices } from '../../core/contracts/http/lists.ts';
import type { Fragment, Queryable } from '../../core/platform/postgres.ts';

/** What there is to choose among, for the writer of a condition: words that name no person. */
export async function selectChoices(db: Queryable, sources: readonly string[] | null): Promise<ListChoices> {
  const seen = (column: Fragment) => (sources === null ? db`true` : db`${column} = any(${[...sources]}::text[])`);
  const [row] = await db<ListChoices[]>`select
    (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.display_name) order by s.display_name), '[]')
      from staff_account s where s.role in ('agent', 'supervisor')) as agents,
    (select coalesce(jsonb_agg(text order by text), '[]') from (
      select distinct l.text from person_label l where l.removed_at is null and ${seen(db`l.subject_id`)}) t) as labels,
    (select coalesce(jsonb_agg(disposition order by disposition), '[]') from (
      select distinct f.disposition from arrears_facet f where f.disposition <> '' and ${seen(db`f.subject_id`)}) d) as dispositions,
    (select coalesce(jsonb_agg(language order by language), '[]') from (
      select distinct language from person where language <> '' and not training) g) as languages`;
  return row ?? { agents: [], labels: [], dispositions: [], languages: [] };
}
