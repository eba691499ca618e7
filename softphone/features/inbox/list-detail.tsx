import { count, dayWithWeekday, yen } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { listIn, numberIn, type Stored, textIn } from './detail-values.ts';
import { Figure } from './figure.tsx';

const text = strings.inbox.list;

/** A list to be called: how many, how much, by what condition, and the value that proves it stays the same list. */
export function ListDetail({ detail }: { detail: Stored }) {
  const known = useSubjects();
  const subjects = listIn(detail, 'subjects');
  const most = Math.max(1, ...subjects.map((subject) => numberIn(subject, 'persons') ?? 0));
  const [persons, amount, goal] = [
    numberIn(detail, 'persons'),
    numberIn(detail, 'yen'),
    numberIn(detail, 'goalPercent'),
  ];
  const dueOn = textIn(detail, 'dueOn');
  const hash = textIn(detail, 'hash');
  return (
    <>
      <dl className="figures-row">
        <Figure label={text.persons} unit={text.personsUnit}>
          {persons === null ? '—' : count(persons)}
        </Figure>
        <Figure label={text.yen}>{amount === null ? '—' : yen(amount)}</Figure>
        {dueOn ? <Figure label={text.dueOn}>{dayWithWeekday(dueOn)}</Figure> : null}
        {goal === null ? null : (
          <Figure label={text.goal} unit="%">
            {goal}
          </Figure>
        )}
      </dl>
      <dl className="approval-facts">
        <dt>{text.entrustment}</dt>
        <dd>{textIn(detail, 'entrustment') ?? '—'}</dd>
        <dt>{text.sentence}</dt>
        <dd className="sentence">{textIn(detail, 'sentence') ?? '—'}</dd>
      </dl>
      {subjects.length > 0 ? (
        <section aria-label={text.bySubject}>
          <h3>{text.bySubject}</h3>
          <ul className="subject-bars">
            {subjects.map((subject) => {
              const id = textIn(subject, 'id') ?? '';
              const inSubject = numberIn(subject, 'persons') ?? 0;
              const colour = known.find((one) => one.id === id)?.colour ?? 'var(--accent)';
              return (
                <li key={id}>
                  <span className="subject-bar-name">{textIn(subject, 'name') ?? id}</span>
                  <span className="bar-track">
                    <span style={{ width: `${(inSubject / most) * 100}%`, background: colour }} />
                  </span>
                  <span className="num">
                    {count(inSubject)}
                    {text.personsUnit}
                  </span>
                  <span className="num">{yen(numberIn(subject, 'yen') ?? 0)}</span>
                </li>
              );
            })}
          </ul>
        </section>
      ) : null}
      {hash ? (
        <dl className="approval-facts">
          <dt>{text.hash}</dt>
          <dd>
            <code className="hash">{hash.replaceAll(/(.{8})/g, '$1 ').trim()}</code>
            <p className="muted hint">{text.hashNote}</p>
          </dd>
        </dl>
      ) : null}
    </>
  );
}
