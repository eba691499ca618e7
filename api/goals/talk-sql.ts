import type { Queryable } from '../../core/platform/postgres.ts';
import { CONTACT_BY } from '../../core/rules/goals.ts';

/** Conversations by telephone as they stand today: a corrected record counts by its correction. */
export const livingTalks = (db: Queryable) => db`
  (select r.person_id, r.campaign_id, r.subject_id, r.at, r.call_id, r.staff_id,
      r.who_answered = any(${[...CONTACT_BY]}::text[]) as contact,
      coalesce(r.talk_result = 'promise', false) as promise
    from contact_record r where r.channel = 'call' and not r.training and (r.who_answered = any(${[...CONTACT_BY]}::text[]) or r.talk_result = 'promise')
      and not exists (select 1 from contact_record newer where newer.supersedes_id = r.id))`;
