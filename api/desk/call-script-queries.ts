import type { DebtClass } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { IdentitySpeaker } from '../../core/rules/identity.ts';
import type { CaseRow } from './case-queries.ts';

export interface ScriptCallRow
  extends Pick<
    CaseRow,
    'subject_id' | 'subject_name' | 'section_name' | 'section_phone' | 'centre_name' | 'script_id' | 'sharing_group'
  > {
  debt_class: DebtClass;
  centre_id: string | null;
  direction: string;
  person: (Pick<CaseRow, 'kind' | 'name_official' | 'language' | 'deceased_on' | 'shielded'> & { id: number }) | null;
  identity_passed: boolean;
  speaker: IdentitySpeaker | null;
}

/** Undefined for a call on no subject's line. The check counts for the person who is on the call now, and nobody before. */
export async function selectScriptCall(db: Queryable, callId: string): Promise<ScriptCallRow | undefined> {
  const [row] = await db<ScriptCallRow[]>`
    select s.id as subject_id, s.name as subject_name, s.section_name, s.section_phone, s.debt_class, s.sharing_group,
      s.centre_id, z.name as centre_name, c.script_id, k.direction, coalesce(i.passed, false) as identity_passed, i.speaker,
      case when p.id is null then null else jsonb_build_object('id', p.id, 'kind', p.kind, 'name_official', p.name_official,
        'language', p.language, 'deceased_on', p.deceased_on, 'shielded', p.shielded) end as person
    from call k join subject s on s.id = k.subject_id
    left join centre z on z.id = s.centre_id left join campaign c on c.id = k.campaign_id left join person p on p.id = k.person_id
    left join lateral (select passed, speaker from identity_check where call_id = k.id and person_id = k.person_id
      order by at desc, id desc limit 1) i on true
    where k.id = ${callId}`;
  return row;
}
