import type { Sql } from '../../../core/platform/postgres.ts';
import type { OwnCampaign } from './own-campaign.ts';

type Person = OwnCampaign['persons'][number];

export interface KnownCaller extends Person {
  kana: string;
  /** Nothing of this stands on a screen before the check. */
  secrets: string[];
}

export async function knownCaller(sql: Sql, person: Person | undefined): Promise<KnownCaller> {
  if (!person) throw new Error('too few persons');
  const [row] = await sql<{ kana: string; birth: string; address: string; owed: number }[]>`
    select p.name_kana as kana, p.birth_date::text as birth, p.address_line1 as address,
      (select sum(a.unpaid)::int from arrears_item a where a.person_id = p.id) as owed from person p where p.id = ${person.personId}`;
  if (!row) throw new Error('nobody');
  return {
    ...person,
    kana: row.kana,
    secrets: [row.birth.slice(0, 4), row.address, row.owed.toLocaleString('ja-JP')],
  };
}

/** A number that two to four persons of different names have, none of them shielded. */
export async function sharedNumber(sql: Sql, subjectId: string): Promise<{ number: string; kana: string[] }> {
  const [row] = await sql<{ number: string; kana: string[] }[]>`
    select n.digits as number, array_agg(distinct p.name_kana) as kana from phone_number n join person p on p.id = n.person_id
    where n.gone_at is null and n.digits ~ '^0[0-9]{9,10}$' and not p.shielded and p.deceased_on is null
      and n.source_subject_id in (select o.id from subject o join subject l on l.sharing_group = o.sharing_group where l.id = ${subjectId})
    group by n.digits having count(distinct p.id) between 2 and 4 and count(distinct p.name_kana) > 1
      and not exists (select 1 from phone_number o join person h on h.id = o.person_id where o.digits = n.digits and h.shielded)
    order by 1 limit 1`;
  if (!row) throw new Error('nobody shares a number in this city');
  return row;
}
