import type { Queryable } from '../../core/platform/postgres.ts';

export function selectPromiseVersions(db: Queryable): Promise<{ validFrom: string; value: unknown }[]> {
  return db<{ validFrom: string; value: unknown }[]>`
    select valid_from as "validFrom", value from setting where key = 'promises' order by valid_from desc`;
}

export interface LineRow {
  id: string;
  name: string;
  shortName: string;
  colour: string;
  /** The city is asked about reminders of this subject. */
  waiting: boolean;
}

export function selectLines(db: Queryable, ids: readonly string[]): Promise<LineRow[]> {
  return db<LineRow[]>`
    select s.id, s.name, s.short_name as "shortName", s.colour, exists (select 1 from approval_request a
      where a.kind = 'promise_reminder' and a.ref_id = s.id and a.state = 'waiting') as waiting
    from subject s where s.id = any(${[...ids]}::text[]) and s.active order by s.id`;
}
