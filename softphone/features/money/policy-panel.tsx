import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MoneySettings } from '../../../core/contracts/http/money.ts';
import { ANNOUNCEMENTS, type Announcement } from '../../../core/rules/money/announcement.ts';
import { isDemandFee } from '../../../core/rules/money/demand-fee.ts';
import { DayField } from '../../ui/day-field.tsx';
import { count, shortEraDate } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { moneyStrings } from '../../ui/strings/money.ts';
import { useMoneySave } from './use-money.ts';

const text = moneyStrings.settings;
const choices = ANNOUNCEMENTS.map((value) => ({ value, label: text.announcements[value] }));

interface PanelProps {
  settings: MoneySettings;
  take: (settings: MoneySettings) => void;
  mayEdit: boolean;
}

/** May agents tell of charges: the city's word, and where a subject differs. */
export function PolicyPanel({ settings, take, mayEdit }: PanelProps) {
  const { save, problem, saved } = useMoneySave(take);
  const [draft, setDraft] = useState<MoneySettings['announcement'] | null>(null);
  const [validFrom, setValidFrom] = useState(settings.today);
  const policy = draft ?? settings.announcement;
  const { announce, subjects: own } = policy;
  const setOwn = (id: string, word: string) => {
    const { [id]: _, ...others } = own;
    setDraft({ ...policy, subjects: word === '' ? others : { ...others, [id]: word as Announcement } });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await save('announcement', { validFrom, ...policy })) setDraft(null);
  };
  return (
    <section className="card" aria-label={text.announce}>
      <div className="card-head">
        <h2>{text.announce}</h2>
      </div>
      <form className="card-body money-rule" onSubmit={(event) => void submit(event)}>
        <NativeSelect
          label={text.city}
          disabled={!mayEdit}
          value={announce}
          data={choices}
          onChange={({ currentTarget: { value } }) => setDraft({ ...policy, announce: value as Announcement })}
        />
        {settings.subjects.map(({ subjectId, name }) => (
          <NativeSelect
            key={subjectId}
            label={name}
            disabled={!mayEdit}
            value={own[subjectId] ?? ''}
            data={[{ value: '', label: text.asCity(text.announcements[announce]) }, ...choices]}
            onChange={({ currentTarget: { value } }) => setOwn(subjectId, value)}
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
            <Button type="submit" disabled={draft === null || validFrom < settings.today}>
              {text.saveAnnounce}
            </Button>
            <span role="status">{saved && draft === null ? `✓ ${text.saved}` : ''}</span>
          </div>
        ) : null}
        {problem ? <ProblemNotice error={problem} /> : null}
      </form>
    </section>
  );
}

/** 督促手数料 by the day of issue; abolished = 0 from that day. */
export function FeePanel({ settings, take, mayEdit }: PanelProps) {
  const { save, problem, saved } = useMoneySave(take);
  const [from, setFrom] = useState('');
  const [yen, setYen] = useState('0');
  const sound = from !== '' && yen !== '' && isDemandFee(Number(yen));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save('demand-fee', { from, yen: Number(yen) });
  };
  return (
    <section className="card" aria-label={text.demandFee}>
      <div className="card-head">
        <h2>{text.demandFee}</h2>
      </div>
      <div className="card-body">
        {settings.demandFees.length === 0 ? <p className="muted">{text.noFees}</p> : null}
        <ul className="money-fees">
          {settings.demandFees.map((line) => (
            <li key={line.from}>
              {text.demandFrom} {shortEraDate(line.from)} <strong>{text.yen(count(line.yen))}</strong>
            </li>
          ))}
        </ul>
        {mayEdit ? (
          <form className="form-row" onSubmit={submit}>
            <DayField label={text.demandFrom} value={from} onDay={(value) => setFrom(value)} />
            <TextInput
              label={text.demandYen}
              inputMode="numeric"
              w={90}
              value={yen}
              onChange={({ currentTarget: { value } }) => setYen(value.replace(/\D/g, ''))}
            />
            <Button type="submit" disabled={!sound}>
              {text.addFee}
            </Button>
            <span role="status">{saved ? `✓ ${text.saved}` : ''}</span>
          </form>
        ) : null}
        {problem ? <ProblemNotice error={problem} /> : null}
      </div>
    </section>
  );
}
