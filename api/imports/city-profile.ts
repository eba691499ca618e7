import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable, TransactionSql } from '../../core/platform/postgres.ts';
import type { CityLayout } from './layout.ts';

const CENTRE = 'main';

/**
 * What the layout says about the city, where the installation does not know it yet. Nothing that is there is changed:
 * from then on it belongs to the settings.
 *
 * @throws DomainError `import/other-city`: one data folder is one city.
 */
export async function applyCityProfile(tx: TransactionSql, layout: CityLayout): Promise<void> {
  const { city } = layout;
  const known = await selectCityName(tx);
  if (known !== null && known !== city.name)
    throw new DomainError(
      'import/other-city',
      409,
      `この保存先は${known}のものです。${city.name}のファイルは別の保存先 (--data) に取り込んでください。`,
    );
  if (known === null) await tx`insert into setting (key, value) values ('city', ${tx.json(city)})`;
  await tx`insert into centre (id, name) values (${CENTRE}, ${city.section}) on conflict (id) do nothing`;
  for (const subject of layout.subjects) {
    const added = await tx`
      insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id, centre_id,
        delinquency_engine)
      values (${subject.id}, ${subject.name}, ${subject.shortName}, ${subject.debtClass}, ${subject.sharingGroup},
        ${subject.colour}, ${subject.callerId}, ${CENTRE}, ${subject.delinquencyEngine ?? null})
      on conflict (id) do nothing returning id`;
    if (added.length === 0) continue;
    for (const { days, opens, closes } of subject.windows ?? layout.windows)
      await tx`
        insert into calling_window (subject_id, day_kind, opens, closes)
        values (${subject.id}, ${days}, ${opens}, ${closes})`;
  }
}

async function selectCityName(db: Queryable): Promise<string | null> {
  const [row] = await db<{ name: string | null }[]>`
    select value->>'name' as name from setting where key = 'city' order by valid_from desc limit 1`;
  return row?.name ?? null;
}
