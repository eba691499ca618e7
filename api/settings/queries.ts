import type { Queryable } from '../../core/platform/postgres.ts';

/** Keys of the page of dialling settings, with what was trained. */
const keys = (db: Queryable) => db`(key in ('dialling', 'pacing', 'stop_policy')
  or key like 'dialling:%' or key like 'pacing:%' or key like 'answering\\_machine%:%')`;

export function selectDiallingSettings(
  db: Queryable,
): Promise<{ key: string; validFrom: string; value: Record<string, unknown> }[]> {
  return db<{ key: string; validFrom: string; value: Record<string, unknown> }[]>`
    select key, valid_from as "validFrom", value from setting where ${keys(db)} order by key, valid_from desc`;
}

/** The version that holds on a day. */
export async function selectSettingOn(
  db: Queryable,
  key: string,
  date: string,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await db<{ value: Record<string, unknown> }[]>`
    select value from setting where key = ${key} and valid_from <= ${date}::date order by valid_from desc limit 1`;
  return row?.value;
}

/** Who changed what and when, from the log that nobody can change. */
export function selectSettingChanges(
  db: Queryable,
  limit: number,
): Promise<{ at: Date; by: string; key: string; validFrom: string; what: string }[]> {
  return db<{ at: Date; by: string; key: string; validFrom: string; what: string }[]>`
    select coalesce(l.product_at, l.at) as at, coalesce(s.display_name, l.login, '') as by, l.detail->>'key' as key,
      l.detail->>'validFrom' as "validFrom", coalesce(l.detail->>'what', '') as what
    from audit_log l left join staff_account s on s.id = l.staff_id
    where l.action = 'setting.save' and l.detail->>'key' <> 'calendar'
      and l.detail->>'key' not like 'delinquency\\_%' and l.detail->>'key' <> 'demand_fee' order by l.id desc limit ${limit}`;
}
