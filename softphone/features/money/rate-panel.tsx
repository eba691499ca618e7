import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MoneySettings } from '../../../core/contracts/http/money.ts';
import { rateProblem } from '../../../core/rules/money/rate-problem.ts';
import type { RatePeriod } from '../../../core/rules/money/rates.ts';
import { DayField } from '../../ui/day-field.tsx';
import { shortEraDate } from '../../ui/format.ts';
import { percent } from '../../ui/percent.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { moneyStrings } from '../../ui/strings/money.ts';
import { engineOfScope, hundredths, nextLine, scopeOf } from './money-scope.ts';
import { useMoneySave } from './use-money.ts';

const text = moneyStrings.settings;
const LINES_SHOWN = 6;

interface RatePanelProps {
  settings: MoneySettings;
  take: (settings: MoneySettings) => void;
  mayEdit: boolean;
  /** `engine/…` or `subject/…` */
  scope: string;
}

/** The newest lines of a table and a form that begins with the year which is still missing. */
export function RatePanel({ settings, take, mayEdit, scope }: RatePanelProps) {
  const where = scopeOf(scope);
  const lines =
    ('engine' in where
      ? settings.engines.find(({ engine }) => engine === where.engine)?.rates
      : settings.subjects.find(({ subjectId }) => subjectId === where.subjectId)?.ownRates) ?? [];
  return (
    <section className="card" aria-label={text.rates}>
      <div className="card-head">
        <h2>{text.rates}</h2>
      </div>
      <table className="table">
        <thead>
          <tr>
            <th>{text.from}</th>
            <th>{text.through}</th>
            <th className="num">{text.first}</th>
            <th className="num">{text.later}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {lines.length === 0 ? (
            <tr>
              <td colSpan={5} className="muted">
                {'engine' in where ? text.nothing : text.asEngine}
              </td>
            </tr>
          ) : null}
          {lines
            .slice(-LINES_SHOWN)
            .reverse()
            .map((line) => (
              <tr key={line.from}>
                <td>{shortEraDate(line.from)}</td>
                <td>{line.through === null ? text.endless : shortEraDate(line.through)}</td>
                <td className="num">{percent(line.first)}</td>
                <td className="num">{percent(line.later)}</td>
                <td className="muted">{line.entered ? text.entered : text.known}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {mayEdit ? <NewLine key={`${scope} ${lines.length}`} {...{ settings, take, scope }} lines={lines} /> : null}
    </section>
  );
}

function NewLine({ settings, take, scope, lines }: Omit<RatePanelProps, 'mayEdit'> & { lines: readonly RatePeriod[] }) {
  const { save, problem, saved } = useMoneySave(take);
  const engine = engineOfScope(settings, scopeOf(scope));
  const start = nextLine(engine, lines, settings.today);
  const [line, setLine] = useState({
    from: start.from,
    through: start.through ?? '',
    first: percent(start.first),
    later: percent(start.later),
  });
  const asked: RatePeriod = {
    from: line.from,
    through: line.through === '' ? null : line.through,
    first: hundredths(line.first),
    later: hundredths(line.later),
  };
  const wrong = engine === null ? null : rateProblem(engine, asked);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong === null) void save('rates', { scope: scopeOf(scope), line: asked });
  };
  const day = (name: 'from' | 'through') => (
    <DayField label={text[name]} value={line[name]} onDay={(value) => setLine({ ...line, [name]: value })} />
  );
  const rate = (name: 'first' | 'later') => (
    <TextInput
      label={text[name]}
      w={84}
      inputMode="decimal"
      value={line[name]}
      onChange={({ currentTarget: { value } }) => setLine({ ...line, [name]: value })}
    />
  );
  return (
    <form className="card-body form-row" onSubmit={submit}>
      {day('from')}
      {day('through')}
      {rate('first')}
      {rate('later')}
      <Button type="submit" disabled={wrong !== null}>
        {text.addRate}
      </Button>
      <span role="status" className={wrong ? 'settings-problem' : undefined}>
        {wrong ? `⚠ ${wrong}` : saved ? `✓ ${text.saved}` : ''}
      </span>
      {problem ? <ProblemNotice error={problem} /> : null}
    </form>
  );
}
