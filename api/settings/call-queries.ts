import type { CityExtension, NewExtension } from '../../core/contracts/http/call-settings.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/** Newest first; who was retired stays readable, for past calls name them. */
export function selectExtensions(db: Queryable): Promise<CityExtension[]> {
  return db<CityExtension[]>`
    select id, label, number, kind, subject_id as "subjectId", language, active from city_extension
    order by active desc, kind, label, id limit 500`;
}

export async function insertExtension(db: Queryable, extension: NewExtension): Promise<number> {
  const { label, number, kind, subjectId, language } = extension;
  const [row] = await db<{ id: number }[]>`insert into city_extension (label, number, kind, subject_id, language)
    values (${label}, ${number}, ${kind}, ${subjectId}, ${language}) returning id`;
  return row?.id ?? 0;
}

export async function retireExtension(db: Queryable, id: number): Promise<boolean> {
  return (await db`update city_extension set active = false where id = ${id} and active returning id`).length > 0;
}

export async function selectPauseOn(
  db: Queryable,
  date: string,
): Promise<{ value: unknown; validFrom: string } | undefined> {
  const [row] = await db<{ value: unknown; validFrom: string }[]>`select value, valid_from as "validFrom" from setting
    where key = 'recording_pause' and valid_from <= ${date}::date order by valid_from desc limit 1`;
  return row;
}
