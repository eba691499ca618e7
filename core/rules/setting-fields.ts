/** One value that a city may change, as the page of settings shows it and the server judges it. */
export interface SettingField {
  /** Its name in the stored value. */
  name: string;
  label: string;
  note: string;
  kind: 'number' | 'yes_no' | 'time';
  /** Japanese, behind the number. */
  unit: string;
  /** Numbers: both included. */
  least: number;
  most: number;
  /** Whole numbers unless told otherwise. */
  fraction?: boolean;
}

export interface FieldProblem {
  name: string;
  message: string;
}

export type FieldValue = number | boolean | string;

export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with a value, for the person who typed it; null = it may be stored. */
export function fieldProblem(field: SettingField, value: unknown): string | null {
  const { label, kind, unit, least, most, fraction } = field;
  if (kind === 'yes_no')
    return typeof value === 'boolean' ? null : `「${label}」は「はい」か「いいえ」で選んでください。`;
  if (kind === 'time')
    return typeof value === 'string' && TIME_OF_DAY.test(value) ? null : `「${label}」は 09:00 の形で入れてください。`;
  const number = typeof value === 'number' && Number.isFinite(value) && (fraction === true || Number.isInteger(value));
  if (number && value >= least && value <= most) return null;
  return `「${label}」は${least}〜${most}${unit}の${fraction ? '数' : '整数'}で入れてください。`;
}

/** Every problem of a stored value; a name that is no field is one: a parameter misspelt would be passed over in silence. */
export function valueProblems(
  fields: readonly SettingField[],
  value: Readonly<Record<string, unknown>>,
): FieldProblem[] {
  return Object.entries(value).flatMap(([name, one]) => {
    const field = fields.find((known) => known.name === name);
    const message = field ? fieldProblem(field, one) : `「${name}」という設定項目はありません。`;
    return message === null ? [] : [{ name, message }];
  });
}

/** A value in words: 3回, はい, 09:00. */
export function fieldText({ kind, unit }: SettingField, value: unknown): string {
  if (value === null || value === undefined) return '自動';
  if (kind === 'yes_no') return value === true ? 'はい' : 'いいえ';
  return kind === 'number' ? `${value}${unit}` : String(value);
}

/** What a new version changes against the one before, in words for the history and the audit log. */
export function changesText(
  fields: readonly SettingField[],
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string {
  const textOf = (field: SettingField, value: unknown) => (value === undefined ? '指定なし' : fieldText(field, value));
  return fields
    .filter(({ name }) => before[name] !== after[name])
    .map((field) => `${field.label} ${textOf(field, before[field.name])}→${textOf(field, after[field.name])}`)
    .join('、');
}
