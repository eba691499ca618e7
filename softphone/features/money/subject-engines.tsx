import { Select } from '@mantine/core';
import type { MoneySettings } from '../../../core/contracts/http/money.ts';
import { ENGINE_LABELS, ENGINES } from '../../../core/rules/money/engine.ts';
import { shortEraDate } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { moneyStrings } from '../../ui/strings/money.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { endsSoon } from './money-scope.ts';
import { useMoneySave } from './use-money.ts';

const text = moneyStrings.settings;

interface PanelProps {
  settings: MoneySettings;
  take: (settings: MoneySettings) => void;
  mayEdit: boolean;
}

/** How each subject is counted, and until when its rates are known. */
export function SubjectEngines({ settings, take, mayEdit }: PanelProps) {
  const { save, problem } = useMoneySave(take);
  const { announce, subjects: own } = settings.announcement;
  return (
    <section className="card" aria-label={text.subjects}>
      <div className="card-head">
        <h2>{text.subjects}</h2>
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
      <table className="table money-engines">
        <thead>
          <tr>
            <th>{text.subject}</th>
            <th>{text.engine}</th>
            <th>{text.ratesEnd}</th>
            <th>{text.announce}</th>
          </tr>
        </thead>
        <tbody>
          {settings.subjects.map(({ subjectId, name, colour, engine, ratesEnd, ownRule, ownRates }) => (
            <tr key={subjectId}>
              <td>
                <SubjectStripe name={name} colour={colour} />{' '}
                {ownRule !== null || ownRates.length > 0 ? <span className="tag">{text.own}</span> : null}
              </td>
              <td>
                {mayEdit ? (
                  // Saved when one is chosen: a native one would save with every arrow key.
                  <Select
                    aria-label={`${name} ${text.engine}`}
                    value={engine ?? ''}
                    data={[
                      { value: '', label: text.unknown },
                      ...ENGINES.map((one) => ({ value: one, label: ENGINE_LABELS[one] })),
                    ]}
                    onChange={(value) => {
                      if (value !== null && value !== (engine ?? ''))
                        void save('engine', { subjectId, engine: value === '' ? null : value });
                    }}
                  />
                ) : engine === null ? (
                  <span className="tag" data-tone="warn">
                    ⚠ {text.unknown}
                  </span>
                ) : (
                  ENGINE_LABELS[engine]
                )}
              </td>
              <td>{engine === null || engine === 'none' ? '—' : <RatesEnd end={ratesEnd} today={settings.today} />}</td>
              <td>
                {text.announcements[own[subjectId] ?? announce]}
                {own[subjectId] ? null : <small>{text.city}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RatesEnd({ end, today }: { end: string | null; today: string }) {
  if (end === null) return text.endless;
  if (end < today) return <Warning>{text.nothing}</Warning>;
  if (endsSoon(end, today))
    return (
      <Warning>
        <span>
          {text.until(shortEraDate(end))}
          <br />
          {text.soon}
        </span>
      </Warning>
    );
  return text.until(shortEraDate(end));
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <span className="tag" data-tone="warn">
      ⚠ {children}
    </span>
  );
}
