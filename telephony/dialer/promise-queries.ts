import type { Queryable } from '../../core/platform/postgres.ts';

export type PromiseTurn = 'broken' | 'part' | 'kept' | 'withdrawn' | 'remind';

export interface PromisedTarget {
  targetId: number;
  promiseId: string;
  turn: PromiseTurn;
  /** The conversation that the promise came from. */
  callId: string | null;
}

/**
 * Targets of running campaigns that rest because of a promise about their subject, and do so no longer: it was not kept, was kept, was
 * withdrawn (and no other stands), or is to be reminded of by telephone. Untouched by whoever has the target in hand. A conversation later
 * than the promise that ended in another promise, of which there is no row, leaves them at rest.
 */
export function lockPromisedTargets(db: Queryable, today: string, limit: number): Promise<PromisedTarget[]> {
  return db<PromisedTarget[]>`
    select tp.target_id as "targetId", newest.id as "promiseId", newest.call_id as "callId", case when newest.state = 'open' then 'remind' else newest.state end as turn
    from target_progress tp join campaign_target ct on ct.id = tp.target_id
      join campaign c on c.id = ct.campaign_id and c.state = 'running'
      cross join lateral (select p.* from promise p
        where p.person_id = ct.person_id and p.state <> 'postponed' and exists (select 1 from promise_item i
          join arrears_item a on a.id = i.arrears_item_id where i.promise_id = p.id and a.subject_id = c.subject_id)
        order by p.created_at desc, p.id desc limit 1) newest
    where tp.lease_until is null and tp.reason_code in ('promise', 'promise_open', 'promise_kept', 'credited') and ((tp.state = 'done' and (tp.reason_code in ('promise', 'promise_kept')
          or (tp.reason_code = 'credited' and tp.last_talk_result = 'promise')))
        or (tp.state = 'waiting' and tp.reason_code = 'promise_open'))
      and case newest.state
        when 'broken' then true when 'part' then true
        when 'kept' then tp.state = 'waiting'
        when 'withdrawn' then not exists (select 1 from promise o where o.person_id = ct.person_id and o.state = 'open'
          and exists (select 1 from promise_item i join arrears_item a on a.id = i.arrears_item_id
            where i.promise_id = o.id and a.subject_id = c.subject_id))
        else exists (select 1 from promise_reminder r where r.promise_id = newest.id and r.channel = 'call' and r.state = 'waiting'
          and r.remind_on <= ${today}::date and newest.promised_on >= ${today}::date) end
      and not exists (select 1 from contact_record r where r.person_id = ct.person_id and r.talk_result = 'promise'
        and r.at > newest.created_at and r.id is distinct from newest.contact_record_id
        and not exists (select 1 from contact_record later where later.supersedes_id = r.id))
    order by tp.target_id limit ${limit} for update of tp skip locked`;
}

/** A person looks before the next dial; by telephone, in whatever band. */
export async function nextByPreview(db: Queryable, targetIds: readonly number[]): Promise<void> {
  await db`update target_progress set next_mode = 'preview', next_channel = 'call', next_band = null
    where target_id = any(${targetIds as number[]}::bigint[])`;
}

/** The wish to remind by telephone is fulfilled with the call, whoever answered. */
export async function closeCallReminders(db: Queryable, targetId: number, now: Date, today: string): Promise<void> {
  await db`
    update promise_reminder r set state = 'done', done_at = ${now}
    from campaign_target ct join campaign c on c.id = ct.campaign_id
    where ct.id = ${targetId} and r.person_id = ct.person_id and r.subject_id = c.subject_id and r.channel = 'call'
      and r.state = 'waiting' and r.remind_on <= ${today}::date`;
}
