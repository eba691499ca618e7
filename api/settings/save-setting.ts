import type { Queryable } from '../../core/platform/postgres.ts';

/** A city's value from a day on. What was valid before stays; the same day's value is replaced. @param validFrom `YYYY-MM-DD` */
export async function saveSetting(
  db: Queryable,
  key: string,
  validFrom: string,
  value: object | string,
): Promise<void> {
  await db`
    insert into setting (key, valid_from, value) values (${key}, ${validFrom}, ${db.json(value as never)})
    on conflict (key, valid_from) do update set value = excluded.value`;
}
