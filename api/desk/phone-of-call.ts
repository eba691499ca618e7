import type { Fragment, Queryable } from '../../core/platform/postgres.ts';

/** The number the call `k` is about, of the person it is with: the one we dialled, or the one they called from if the city has it as theirs. */
export const phoneOfCall = (db: Queryable): Fragment => db`
  coalesce(k.phone_id, (select n.id from phone_number n where n.person_id = k.person_id and n.gone_at is null
    and n.digits = case when k.direction = 'inbound' then k.caller_id else k.dialled_number end order by n.position limit 1))`;
