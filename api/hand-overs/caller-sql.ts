import type { Fragment, Queryable } from '../../core/platform/postgres.ts';

/** Whose matter a row `h` is: the person `p`, or (both null otherwise) what was kept of the caller nobody knew, `u`. */
export const callerSql = (db: Queryable): Fragment => db`
  left join person p on p.id = h.person_id left join unknown_caller_record u on u.call_id = h.call_id and h.person_id is null`;

/** Of a shielded person; or from a number that leads to one: what such a caller said may say where somebody is. */
export const shieldedSql = (db: Queryable): Fragment => db`coalesce(p.shielded, exists (select 1 from phone_number n
  join person o on o.id = n.person_id where n.digits = u.number and n.gone_at is null and o.shielded))`;

/** It stops the person; of a caller nobody knew, the number: core/reach/fact-queries.ts. */
export const stoppingSql = (db: Queryable): Fragment => db`
  (h.stop_flag_id is not null or (h.kind in ('complaint', 'do_not_call') and u.number is not null))`;
