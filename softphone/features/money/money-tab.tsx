import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { moneyStrings } from '../../ui/strings/money.ts';
import { strings } from '../../ui/strings.ts';
import { scopeChoices } from './money-scope.ts';
import { FeePanel, PolicyPanel } from './policy-panel.tsx';
import { RatePanel } from './rate-panel.tsx';
import { RulePanel } from './rule-panel.tsx';
import { SubjectEngines } from './subject-engines.tsx';
import { useMoney } from './use-money.ts';
import './money.css';

const text = moneyStrings.settings;

/** `#/settings/money`: how charges are counted and whether they are told. */
export function MoneyTab({ mayEdit }: { mayEdit: boolean }) {
  const { query, take } = useMoney();
  const [scope, setScope] = useState('engine/local_tax');
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <p className="muted">{strings.common.loading}</p>;
  const panel = { settings: query.data, take, mayEdit };
  const choices = scopeChoices(query.data);
  const chosen = choices.find(({ value }) => value === scope)?.value ?? 'engine/local_tax';
  return (
    <div className="money-board">
      <p className="muted money-lead">{mayEdit ? text.lead : `${text.lead} ${text.readOnly}`}</p>
      <div className="money-side">
        <SubjectEngines {...panel} />
        <FeePanel {...panel} />
        <PolicyPanel {...panel} />
      </div>
      <div className="money-side">
        <NativeSelect
          label={text.ratesOf}
          value={chosen}
          data={choices}
          onChange={({ currentTarget: { value } }) => setScope(value)}
        />
        <RatePanel {...panel} scope={chosen} />
        <RulePanel key={chosen} {...panel} scope={chosen} />
      </div>
    </div>
  );
}
