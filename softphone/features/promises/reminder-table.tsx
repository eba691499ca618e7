import { Button, NumberInput, Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PromiseSettings } from '../../../core/contracts/http/promises.ts';
import { post } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';

const text = strings.promises.settings;
type ReminderRow = PromiseSettings['reminders'][number];

/** Reminders by subject: asked of the city, ended by anybody who may ask. */
export function ReminderTable({ rows, mayPropose }: { rows: readonly ReminderRow[]; mayPropose: boolean }) {
  const client = useQueryClient();
  const [told, setTold] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (path: string, body: object, done: string) => {
    setProblem(null);
    try {
      await post(path, body);
      setTold(done);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['promises', 'settings'] });
  };
  return (
    <section className="card">
      <div className="card-head">
        <h2>{text.reminder}</h2>
        <span role="status" className="promise-told">
          {told}
        </span>
      </div>
      <div className="card-body">
        <p className="muted">{text.reminderHelp}</p>
        {problem ? <ProblemNotice error={problem} /> : null}
        <table className="table">
          <thead>
            <tr>
              <th>{text.columns.subject}</th>
              <th>{text.columns.now}</th>
              {mayPropose ? <th>{text.columns.change}</th> : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.subject.id}>
                <td>
                  <SubjectStripe name={row.subject.shortName} colour={row.subject.colour} />
                </td>
                <td className="nowrap">
                  {row.inForce ? text.on(text.way[row.inForce.channel], row.inForce.daysBefore) : text.off}
                  {row.waiting ? <span className="tag" data-tone="warn">{`◎ ${text.waiting}`}</span> : null}
                </td>
                {mayPropose ? (
                  <td>
                    <ReminderForm
                      row={row}
                      onAsk={(asked) =>
                        void send('/api/promises/reminders', { subjectId: row.subject.id, ...asked }, text.asked)
                      }
                      onEnd={() => void send(`/api/promises/reminders/${row.subject.id}/end`, {}, text.ended)}
                    />
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface ReminderFormProps {
  row: ReminderRow;
  onAsk: (asked: { channel: 'sms' | 'call'; daysBefore: number }) => void;
  onEnd: () => void;
}

function ReminderForm({ row, onAsk, onEnd }: ReminderFormProps) {
  const [channel, setChannel] = useState<'sms' | 'call'>(row.inForce?.channel ?? 'sms');
  const [daysBefore, setDaysBefore] = useState(row.inForce?.daysBefore ?? 2);
  return (
    <div className="promise-form">
      <Select
        aria-label={`${text.channel} ${row.subject.shortName}`}
        w={90}
        data={[
          { value: 'sms', label: text.way.sms },
          { value: 'call', label: text.way.call },
        ]}
        value={channel}
        onChange={(value) => setChannel(value === 'call' ? 'call' : 'sms')}
      />
      <NumberInput
        aria-label={`${text.daysBefore} ${row.subject.shortName}`}
        w={80}
        min={0}
        max={14}
        allowDecimal={false}
        value={daysBefore}
        onChange={(value) => setDaysBefore(Number(value))}
      />
      <Button variant="default" onClick={() => onAsk({ channel, daysBefore })}>
        {text.ask}
      </Button>
      {row.inForce ? (
        <Button variant="subtle" color="red" onClick={onEnd}>
          {text.end}
        </Button>
      ) : null}
    </div>
  );
}
