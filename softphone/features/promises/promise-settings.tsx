import { Button, NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PromiseSettings } from '../../../core/contracts/http/promises.ts';
import { get, put } from '../../client/http.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { ReminderTable } from './reminder-table.tsx';

const text = strings.promises.settings;

/** Days of grace by day, and what the city approved of reminders. */
export function PromiseSettingsPanel({ mayEdit, mayPropose }: { mayEdit: boolean; mayPropose: boolean }) {
  const settings = useQuery({
    queryKey: ['promises', 'settings'],
    queryFn: ({ signal }) => get<PromiseSettings>('/api/promises/settings', signal),
  });
  if (settings.error) return <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <p className="muted">{strings.common.loading}</p>;
  const { today, versions, reminders } = settings.data;
  return (
    <div className="promise-settings">
      <section className="card">
        <div className="card-head">
          <h2>{text.grace}</h2>
        </div>
        <div className="card-body">
          <p className="muted">{text.graceHelp}</p>
          <table className="table">
            <thead>
              <tr>
                <th>{text.from}</th>
                <th className="num">{text.graceDays}</th>
                <th className="num">{text.maxDaysAhead}</th>
              </tr>
            </thead>
            <tbody>
              {versions.map((version) => (
                <tr key={version.validFrom}>
                  <td>{version.validFrom === '0001-01-01' ? text.fromStart : version.validFrom}</td>
                  <td className="num">{version.graceDays}</td>
                  <td className="num">{version.maxDaysAhead}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {mayEdit ? <GraceForm key={versions.length} today={today} newest={versions[0]} /> : null}
        </div>
      </section>
      <ReminderTable rows={reminders} mayPropose={mayPropose} />
    </div>
  );
}

function GraceForm({ today, newest }: { today: string; newest: PromiseSettings['versions'][number] | undefined }) {
  const client = useQueryClient();
  const [validFrom, setValidFrom] = useState(today);
  const [graceDays, setGraceDays] = useState(newest?.graceDays ?? 7);
  const [maxDaysAhead, setMaxDaysAhead] = useState(newest?.maxDaysAhead ?? 60);
  const [problem, setProblem] = useState<unknown>(null);
  const [told, setTold] = useState('');
  const save = async () => {
    setProblem(null);
    try {
      await put('/api/promises/settings', { validFrom, graceDays, maxDaysAhead });
      setTold(text.saved);
      await client.invalidateQueries({ queryKey: ['promises', 'settings'] });
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <form
      className="promise-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <DayField label={text.from} value={validFrom} min={today} onDay={(value) => setValidFrom(value)} />
      <NumberInput
        label={text.graceDays}
        w={150}
        min={0}
        max={31}
        allowDecimal={false}
        value={graceDays}
        onChange={(value) => setGraceDays(Number(value))}
      />
      <NumberInput
        label={text.maxDaysAhead}
        w={210}
        min={1}
        max={366}
        allowDecimal={false}
        value={maxDaysAhead}
        onChange={(value) => setMaxDaysAhead(Number(value))}
      />
      <Button type="submit">{text.save}</Button>
      <span role="status" className="promise-told">
        {told}
      </span>
      {problem ? <ProblemNotice error={problem} /> : null}
    </form>
  );
}
