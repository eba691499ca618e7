import { newId } from '../../../core/platform/ids.ts';
import type { CampaignMode } from '../../../core/rules/vocabulary.ts';
import { approvePredictive } from '../../../runtime/drill/queries.ts';
import type { RunningSystem } from './system.ts';

export interface OwnCampaign {
  id: string;
  subjectId: string;
  /** In the order in which they are called first. */
  persons: { personId: number; number: string }[];
  /** Takes it away from the agents; those that ran before run again. */
  close(): Promise<void>;
}

/**
 * A running campaign of a few persons, while all others are paused: nobody is in front of them. Each has one usable number that is nobody
 * else's, no stop, and is the only one of a household here, so one call is all there can be in one band; `alone`: of whom nobody else is
 * registered in the household either, so that a number can mean them only.
 */
export async function ownCampaign(
  { sql }: RunningSystem,
  wish: {
    name: string;
    mode: CampaignMode;
    persons: number;
    ringTimeoutSec: number;
    mobile?: boolean;
    alone?: boolean;
  },
): Promise<OwnCampaign> {
  const [subject] = await sql<{ id: string }[]>`
    select s.id from campaign c join subject s on s.id = c.subject_id
    where c.mode = 'progressive' and not c.privileged and s.debt_class <> 'private' order by c.created_at limit 1`;
  if (!subject) throw new Error('the demo has no progressive campaign');
  const id = newId();
  const paused = await sql.begin(async (tx) => {
    if (wish.mode === 'predictive') await approvePredictive(tx, subject.id, '2026-01-01');
    await tx`insert into campaign (id, subject_id, name, mode, state, ring_timeout_sec)
      values (${id}, ${subject.id}, ${wish.name}, ${wish.mode}, 'running', ${wish.ringTimeoutSec})`;
    await tx`
      insert into campaign_target (campaign_id, person_id, position)
      select ${id}, person_id, row_number() over (order by person_id) from (
        select distinct on (coalesce(p.household_id::text, 'of ' || p.id)) p.id as person_id from person p
        where not p.shielded and p.deceased_on is null and p.kind = 'individual'
          and (${!wish.alone} or not exists (select 1 from person m where m.household_id = p.household_id and m.id <> p.id))
          and (select count(*) from phone_number n where n.person_id = p.id and n.usable) = 1
          and exists (select 1 from phone_number n where n.person_id = p.id and n.usable and n.gone_at is null and n.type <> 'work'
            and n.digits ~ ${wish.mobile ? '^0[789]0[0-9]{8}$' : '^0[0-9]{9,10}$'}
            and (n.source_subject_id is null or n.source_subject_id in (select o.id from subject o join subject s on s.sharing_group = o.sharing_group
              where s.id = ${subject.id}))
            and not exists (select 1 from phone_number o where o.digits = n.digits and o.person_id <> p.id))
          and exists (select 1 from arrears_item a where a.person_id = p.id and a.subject_id = ${subject.id} and a.unpaid > 0
            and a.disposition is null and a.due_date < '2026-11-01')
          and not exists (select 1 from stop_flag f where f.person_id = p.id)
          and not exists (select 1 from call c where c.person_id = p.id)
        order by coalesce(p.household_id::text, 'of ' || p.id), p.id) chosen limit ${wish.persons}`;
    return tx<{ id: string }[]>`
      update campaign set state = 'paused' where id <> ${id} and state = 'running' returning id`;
  });
  const persons = await sql<OwnCampaign['persons']>`
    select t.person_id as "personId", n.digits as number from campaign_target t
    join phone_number n on n.person_id = t.person_id and n.usable where t.campaign_id = ${id} order by t.position`;
  const close = async () => {
    await sql`update campaign set state = 'paused' where id = ${id}`;
    await sql`update campaign set state = 'running' where id = any(${paused.map((one) => one.id)}::uuid[])`;
  };
  if (persons.length < wish.persons) {
    // Later stories find the city as it was.
    await close();
    throw new Error(`the demo has ${persons.length} such persons, not ${wish.persons}`);
  }
  return { id, subjectId: subject.id, persons, close };
}
