import { diallingProblems } from '../../../core/rules/dialling-fields.ts';
import { diallingParameters } from '../../../core/rules/dialling-parameters.ts';
import {
  type FieldProblem,
  type FieldValue,
  type SettingField,
  valueProblems,
} from '../../../core/rules/setting-fields.ts';

/** What was typed, by field; '' = inherit. Fields nobody touched are not in it. */
export type Typed = Readonly<Record<string, string>>;

/** A stored value as it stands in its input. */
export const typedOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/** Digits of a Japanese keyboard are digits. */
function parse(field: SettingField, typed: string): FieldValue | undefined {
  const plain = typed.normalize('NFKC').trim();
  if (plain === '') return undefined;
  if (field.kind === 'yes_no') return plain === 'true';
  return field.kind === 'time' ? plain : Number(plain);
}

/** The value that would be stored: the base with what was typed. */
export function draftValue(
  fields: readonly SettingField[],
  base: Readonly<Record<string, unknown>>,
  typed: Typed,
): Record<string, FieldValue> {
  return Object.fromEntries(
    fields.flatMap((field): [string, FieldValue][] => {
      const value = parse(field, typed[field.name] ?? typedOf(base[field.name]));
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

/** The server judges by the same rules; here they speak while somebody types. */
export function draftProblems(
  tab: string,
  fields: readonly SettingField[],
  value: Readonly<Record<string, FieldValue>>,
  city: Readonly<Record<string, unknown>>,
): FieldProblem[] {
  return tab === 'dialling' ? diallingProblems(value, diallingParameters(city, value)) : valueProblems(fields, value);
}
