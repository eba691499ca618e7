import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MoneySettings } from '../../../core/contracts/http/money.ts';
import { type ChargeRule, CUTS, chargeRule, SUSPENSION_EFFECTS } from '../../../core/rules/money/charge-rule.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { moneyStrings } from '../../ui/strings/money.ts';
import { engineOfScope, rulesOfScope, scopeOf } from './money-scope.ts';
import { useMoneySave } from './use-money.ts';

const text = moneyStrings.settings;
const NUMBERS = ['splitMonths', 'smallestBase', 'baseUnit', 'smallestCharge', 'chargeUnit'] as const;
const SUSPENSIONS = ['onGrace', 'onStop'] as const;

interface RulePanelProps {
  settings: MoneySettings;
  take: (settings: MoneySettings) => void;
  mayEdit: boolean;
  scope: string;
}

/** Split, rounding and suspensions. A subject keeps only what differs from its engine. */
export function RulePanel({ settings, take, mayEdit, scope }: RulePanelProps) {
  const where = scopeOf(scope);
  const rules = rulesOfScope(settings, where);
  const { save, problem, saved } = useMoneySave(take);
  const [typed, setTyped] = useState<Partial<ChargeRule>>({});
  const [validFrom, setValidFrom] = useState(settings.today);
  const engine = engineOfScope(settings, where);
  if (!rules || engine === null) return null;
  const shown = { ...rules.now, ...typed };
  const rule =
    'engine' in where
      ? shown
      : Object.fromEntries(
          Object.entries(shown).filter(([name, value]) => rules.inherited[name as keyof ChargeRule] !== value),
        );
  const sound = chargeRule(engine, rule) !== null && validFrom >= settings.today;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await save('rule', { scope: where, validFrom, rule })) setTyped({});
  };
  return (
    <section className="card" aria-label={text.rule}>
      <div className="card-head">
        <h2>{text.rule}</h2>
      </div>
      <form className="card-body money-rule" onSubmit={(event) => void submit(event)}>
        {NUMBERS.map((name) => (
          <TextInput
            key={name}
            label={text[name]}
            inputMode="numeric"
            readOnly={!mayEdit}
            value={String(shown[name])}
            onChange={({ currentTarget: { value } }) =>
              setTyped({ ...typed, [name]: Number(value.replace(/\D/g, '')) })
            }
          />
        ))}
        <NativeSelect
          label={text.cut}
          disabled={!mayEdit}
          value={shown.cut}
          data={CUTS.map((value) => ({ value, label: text.cuts[value] }))}
          onChange={({ currentTarget: { value } }) => setTyped({ ...typed, cut: value as ChargeRule['cut'] })}
        />
        {SUSPENSIONS.map((name) => (
          <NativeSelect
            key={name}
            label={text[name]}
            disabled={!mayEdit}
            value={shown[name]}
            data={SUSPENSION_EFFECTS.map((value) => ({ value, label: text.effects[value] }))}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, [name]: value as ChargeRule['onStop'] })}
          />
        ))}
        {mayEdit ? (
          <div className="form-row">
            <DayField
              label={text.validFrom}
              min={settings.today}
              value={validFrom}
              onDay={(value) => setValidFrom(value)}
            />
            <Button type="submit" disabled={!sound || Object.keys(typed).length === 0}>
              {text.saveRule}
            </Button>
            <span role="status">{saved && Object.keys(typed).length === 0 ? `✓ ${text.saved}` : ''}</span>
          </div>
        ) : null}
        {problem ? <ProblemNotice error={problem} /> : null}
      </form>
    </section>
  );
}
