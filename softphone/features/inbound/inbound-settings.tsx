import { Button, Checkbox, NumberInput, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InboundSettings } from '../../../core/contracts/http/inbound.ts';
import {
  INBOUND_FIELDS,
  INBOUND_TEXT_NAMES,
  INBOUND_TEXTS,
  type InboundParameters,
  TEXT_LIMIT,
} from '../../../core/rules/inbound/inbound-parameters.ts';
import { get, put } from '../../client/http.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { inboundStrings } from '../../ui/strings/inbound.ts';
import { strings } from '../../ui/strings.ts';
import { ReturnRateTable } from './return-rate-table.tsx';
import './inbound.css';

const text = inboundStrings.settings;

/** What the machine says to citizens who call, and how long they wait for whom. */
export function InboundSettingsPanel({ mayEdit }: { mayEdit: boolean }) {
  const settings = useQuery({
    queryKey: ['inbound', 'settings'],
    queryFn: ({ signal }) => get<InboundSettings>('/api/inbound/settings', signal),
  });
  if (settings.error) return <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <p className="muted">{strings.common.loading}</p>;
  const { today, versions } = settings.data;
  // What counts today, not what is to count some day.
  const inForce = versions.find(({ validFrom }) => validFrom <= today);
  return (
    <div className="inbound-settings">
      <section className="card">
        <div className="card-head">
          <h2>{text.texts}</h2>
          <span className="muted">
            {text.versions}:{' '}
            {versions.map(({ validFrom }) => (validFrom === '0001-01-01' ? text.fromStart : validFrom)).join('、')}
          </span>
        </div>
        <div className="card-body">
          <p className="muted">{text.lead}</p>
          {inForce ? (
            <SettingsForm key={JSON.stringify(inForce)} today={today} newest={inForce.value} mayEdit={mayEdit} />
          ) : null}
        </div>
      </section>
      <ReturnRateTable today={today} />
    </div>
  );
}

function SettingsForm({ today, newest, mayEdit }: { today: string; newest: InboundParameters; mayEdit: boolean }) {
  const client = useQueryClient();
  const [value, setValue] = useState(newest);
  const [validFrom, setValidFrom] = useState(today);
  const [problem, setProblem] = useState<unknown>(null);
  const [told, setTold] = useState('');
  const change = (part: Partial<InboundParameters>) => {
    setTold('');
    setValue((before) => ({ ...before, ...part }));
  };
  const save = async () => {
    setProblem(null);
    try {
      await put('/api/inbound/settings', { validFrom, value });
      setTold(text.saved);
      await client.invalidateQueries({ queryKey: ['inbound', 'settings'] });
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset disabled={!mayEdit} className="plain-fieldset">
        {INBOUND_TEXTS.map((name) => (
          <div key={name} className="inbound-text">
            <Textarea
              label={INBOUND_TEXT_NAMES[name]}
              maxLength={TEXT_LIMIT}
              rows={2}
              placeholder={value[name] === null ? inboundStrings.standardTexts[name] : text.silent}
              disabled={value[name] === null}
              value={value[name] ?? ''}
              onChange={(event) => change({ [name]: event.currentTarget.value.replaceAll('\n', '') })}
            />
            <Checkbox
              label={text.standard}
              checked={value[name] === null}
              onChange={(event) => change({ [name]: event.currentTarget.checked ? null : '' })}
            />
          </div>
        ))}
        <h2>{text.limits}</h2>
        <div className="inbound-limits">
          {INBOUND_FIELDS.map(({ name, label, note, kind, unit, least, most }) =>
            kind === 'yes_no' ? (
              <Checkbox
                key={name}
                label={label}
                description={note}
                checked={value[name as keyof InboundParameters] === true}
                onChange={(event) => change({ [name]: event.currentTarget.checked })}
              />
            ) : (
              <NumberInput
                key={name}
                label={`${label}（${unit}）`}
                description={note}
                min={least}
                max={most}
                allowDecimal={false}
                value={Number(value[name as keyof InboundParameters])}
                onChange={(next) => change({ [name]: Number(next) })}
              />
            ),
          )}
        </div>
        <div className="inbound-save">
          <DayField label={text.from} value={validFrom} min={today} onDay={(value) => setValidFrom(value)} />
          {mayEdit ? <Button type="submit">{text.save}</Button> : null}
          <span role="status">{told}</span>
        </div>
      </fieldset>
      {problem ? <ProblemNotice error={problem} /> : null}
    </form>
  );
}
