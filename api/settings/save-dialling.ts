import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import {
  DIALLING_FIELDS,
  diallingProblems,
  MACHINE_FIELDS,
  MIN_RING_FIELD,
  POOL_FIELDS,
} from '../../core/rules/dialling-fields.ts';
import { diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { changesText, type FieldProblem, type SettingField, valueProblems } from '../../core/rules/setting-fields.ts';
import { selectSubjects } from '../subjects/queries.ts';
import { assertNotPast } from './from-today.ts';
import { selectSettingOn } from './queries.ts';
import { saveSetting } from './save-setting.ts';
import { assertWholeCity } from './whole-city.ts';

export interface SettingAsked {
  key: string;
  /** `YYYY-MM-DD` */
  validFrom: string;
  /** Only what differs from what is inherited. */
  value: Record<string, unknown>;
}

type Family = 'dialling' | 'pacing' | 'answering_machine';
const FIELDS: Record<Family, { city: readonly SettingField[] | null; subject: readonly SettingField[] }> = {
  dialling: { city: DIALLING_FIELDS, subject: DIALLING_FIELDS },
  pacing: { city: POOL_FIELDS, subject: [MIN_RING_FIELD] },
  answering_machine: { city: null, subject: MACHINE_FIELDS },
};

/**
 * A version from a day on; earlier days keep theirs, the same day's is replaced.
 *
 * @returns the subject it is about and what changed, in words
 * @throws DomainError `settings/unknown` 404, `settings/past` 409, `settings/whole-city` 403, `settings/values` 422
 */
export async function saveDialling(
  sql: Sql,
  { key, validFrom, value }: SettingAsked,
  caller: Scope,
  today: string,
): Promise<{ subjectId: string | null; what: string }> {
  const { family, subjectId, fields } = await keyOf(sql, key, caller);
  assertNotPast(validFrom, today);
  const city = subjectId === null ? undefined : await selectSettingOn(sql, family, validFrom);
  const effective = diallingParameters(city, value);
  refuse(family === 'dialling' ? diallingProblems(value, effective) : valueProblems(fields, value));
  const before = (await selectSettingOn(sql, key, validFrom)) ?? {};
  await saveSetting(sql, key, validFrom, value);
  return { subjectId, what: changesText(fields, before, value) };
}

async function keyOf(sql: Sql, key: string, caller: Scope) {
  const [name = '', subjectId = null] = key.split(':');
  const family = (['dialling', 'pacing', 'answering_machine'] as const).find((one) => one === name);
  const fields = family && (subjectId === null ? FIELDS[family].city : FIELDS[family].subject);
  const unknown = new DomainError('settings/unknown', 404, 'この設定はありません。');
  if (!family || !fields) throw unknown;
  if (subjectId === null) {
    assertWholeCity(caller);
    return { family, subjectId, fields };
  }
  const [subject] = await selectSubjects(sql, subjectId);
  if (!subject || !inScope(caller, subject)) throw unknown;
  return { family, subjectId, fields };
}

export function refuse(problems: readonly FieldProblem[]): void {
  const [first] = problems;
  if (first) throw new DomainError('settings/values', 422, first.message, { problems });
}
