import { Button, NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HandOverSettings } from '../../../core/contracts/http/hand-overs.ts';
import { HAND_OVER_REASONS, reasonName } from '../../../core/rules/hand-over.ts';
import { MOST_DAYS } from '../../../core/rules/hand-over-deadline.ts';
import { get, put } from '../../client/http.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import './hand-overs.css';

const text = strings.handOvers.settings;
/** A complaint is for the same day, whatever a city sets. */
const REASONS = HAND_OVER_REASONS.filter((reason) => reason !== 'complaint');

type Version = HandOverSettings['versions'][number];

/** 回答期限: working days by reason, in all versions. */
export function DeadlineSettings({ mayEdit }: { mayEdit: boolean }) {
  const settings = useQuery({
    queryKey: ['hand-over-settings'],
    queryFn: ({ signal }) => get<HandOverSettings>('/api/hand-overs/settings', signal),
  });
  if (settings.error) return <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <p className="muted">{strings.common.loading}</p>;
  const { today, versions } = settings.data;
  const [newest] = versions;
  return (
    <section className="card" aria-label={text.title}>
      <div className="card-head">
        <h2>{text.title}</h2>
      </div>
      <div className="card-body">
        <p className="muted">{text.help}</p>
        {newest ? <DaysForm key={newest.validFrom} today={today} newest={newest} mayEdit={mayEdit} /> : null}
        <p className="muted">
          {text.versions(
            versions.map(({ validFrom }) => (validFrom === '0001-01-01' ? text.fromStart : validFrom)).join('、'),
          )}
        </p>
      </div>
    </section>
  );
}

function DaysForm({ today, newest, mayEdit }: { today: string; newest: Version; mayEdit: boolean }) {
  const client = useQueryClient();
  const [value, setValue] = useState<Version>({
    ...newest,
    validFrom: newest.validFrom < today ? today : newest.validFrom,
  });
  const [problem, setProblem] = useState<unknown>(null);
  const [told, setTold] = useState('');
  const save = async () => {
    setProblem(null);
    setTold('');
    try {
      await put('/api/hand-overs/settings', value);
      setTold(text.saved);
      await client.invalidateQueries({ queryKey: ['hand-over-settings'] });
    } catch (error) {
      setProblem(error);
    }
  };
  const days = (label: string, now: number, change: (days: number) => Version) => (
    <NumberInput
      key={label}
      label={label}
      suffix={text.unit}
      min={0}
      max={MOST_DAYS}
      allowDecimal={false}
      disabled={!mayEdit}
      value={now}
      onChange={(next) => typeof next === 'number' && setValue(change(next))}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="hand-over-days">
        {REASONS.map((reason) =>
          days(reasonName(reason), value.byReason[reason], (next) => ({
            ...value,
            byReason: { ...value.byReason, [reason]: next },
          })),
        )}
        {days(text.instalmentRequest, value.instalmentRequest, (next) => ({ ...value, instalmentRequest: next }))}
        {days(text.doNotCall, value.doNotCall, (next) => ({ ...value, doNotCall: next }))}
      </div>
      {mayEdit ? (
        <p className="hand-over-bar">
          <DayField
            label={text.from}
            min={today}
            value={value.validFrom}
            onDay={(validFrom) => setValue({ ...value, validFrom })}
          />
          <Button type="submit" disabled={value.validFrom < today}>
            {text.save}
          </Button>
          <span role="status">{told ? `✓ ${told}` : ''}</span>
        </p>
      ) : null}
      {problem ? <ProblemNotice error={problem} /> : null}
    </form>
  );
}
