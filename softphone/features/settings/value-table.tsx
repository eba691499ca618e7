import { NativeSelect, TextInput } from '@mantine/core';
import { type FieldProblem, fieldText, type SettingField } from '../../../core/rules/setting-fields.ts';
import { strings } from '../../ui/strings.ts';
import { type Typed, typedOf } from './draft.ts';

const text = strings.settings;

interface ValueTableProps {
  fields: readonly SettingField[];
  defaults: Readonly<Record<string, unknown>>;
  /** The city's own values where a subject's are shown; null = the city's are being shown. */
  city: Readonly<Record<string, unknown>> | null;
  base: Readonly<Record<string, unknown>>;
  typed: Typed;
  problems: readonly FieldProblem[];
  mayEdit: boolean;
  onType: (name: string, words: string) => void;
}

export function ValueTable({ fields, defaults, city, base, typed, problems, mayEdit, onType }: ValueTableProps) {
  return (
    <table className="table settings-table">
      <thead>
        <tr>
          <th>{text.columns.field}</th>
          <th className="num">{text.columns.standard}</th>
          {city ? <th className="num">{text.columns.city}</th> : null}
          <th>{mayEdit ? text.columns.own : text.columns.now}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const { name, label, note } = field;
          const inherited = fieldText(field, city?.[name] ?? defaults[name]);
          const own = base[name];
          const problem = problems.find((one) => one.name === name)?.message ?? null;
          const now = typed[name] ?? typedOf(own);
          return (
            <tr key={name} data-own={now !== '' || undefined}>
              <td>
                <span className="settings-label">{label}</span> <span className="muted">{note}</span>
              </td>
              <td className="num">{fieldText(field, defaults[name])}</td>
              {city ? <td className="num">{city[name] === undefined ? '—' : fieldText(field, city[name])}</td> : null}
              <td>
                {mayEdit ? (
                  <ValueInput
                    field={field}
                    inherited={inherited}
                    value={now}
                    problem={problem}
                    onType={(words) => onType(name, words)}
                  />
                ) : (
                  <strong>{own === undefined ? inherited : fieldText(field, own)}</strong>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface ValueInputProps {
  field: SettingField;
  inherited: string;
  value: string;
  problem: string | null;
  onType: (words: string) => void;
}

function ValueInput({ field: { kind, label, unit }, inherited, value, problem, onType }: ValueInputProps) {
  if (kind === 'yes_no') {
    return (
      <NativeSelect
        aria-label={label}
        w={130}
        value={value}
        error={problem}
        data={[
          { value: '', label: text.inherit(inherited) },
          { value: 'true', label: text.yes },
          { value: 'false', label: text.no },
        ]}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      className="settings-input"
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      placeholder={text.inherit(inherited)}
      value={value}
      error={problem}
      rightSection={unit === '' ? null : <span className="muted">{unit}</span>}
      rightSectionWidth={46}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
