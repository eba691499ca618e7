import type { Queryable } from '../../core/platform/postgres.ts';
import type { StoredSetting } from '../../core/rules/money/money-settings.ts';

/** Everything the city set about charges and fees, of all days: a charge over several years needs the rates of all of them. */
export function selectMoneySettings(db: Queryable): Promise<StoredSetting[]> {
  return db<StoredSetting[]>`
    select key, valid_from as "validFrom", value from setting
    where key like 'delinquency\\_%' or key = 'demand_fee' order by key, valid_from`;
}

export interface SubjectEngineRow {
  id: string;
  name: string;
  colour: string;
  centreId: string | null;
  engine: string | null;
}

export function selectSubjectEngines(db: Queryable): Promise<SubjectEngineRow[]> {
  return db<SubjectEngineRow[]>`
    select id, name, colour, centre_id as "centreId", delinquency_engine as engine from subject order by id`;
}

export async function updateEngine(db: Queryable, subjectId: string, engine: string | null): Promise<void> {
  await db`update subject set delinquency_engine = ${engine} where id = ${subjectId}`;
}
