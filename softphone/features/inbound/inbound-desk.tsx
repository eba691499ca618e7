import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { CALLER_WORDS } from '../../../core/rules/inbound/caller-number.ts';
import { CAUSE_NAMES } from '../../../core/rules/inbound/propose-cause.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { monthDayTime, phoneText } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { inboundStrings as text } from '../../ui/strings/inbound.ts';
import { resultEntryStrings } from '../../ui/strings/result-entry.ts';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { CandidateList } from './candidate-list.tsx';
import { ChosenPerson } from './chosen-person.tsx';
import { FindCaller } from './find-caller.tsx';
import { useInbound } from './use-inbound.ts';
import './inbound.css';

/** S-6: which line was called, from which number, who it may be and why, and then the case of the one who it is. */
export function InboundDesk({ snapshot, city }: { snapshot: AgentSnapshot; city: { name: string; section: string } }) {
  const inbound = useInbound(snapshot);
  const { pop, person, debt, passed, pick, problem, setPayDay } = inbound;
  if (pop.error) return <ProblemNotice error={pop.error} onRetry={() => void pop.refetch()} />;
  if (!pop.data) return <p className="muted">{strings.common.loading}</p>;
  const { candidates, personId } = pop.data;
  return (
    <div className="inbound">
      <InboundHead snapshot={snapshot} pop={pop.data} passed={passed} />
      {problem || person.error ? <ProblemNotice error={problem ?? person.error} /> : null}
      {personId === null ? (
        <>
          <blockquote>{strings.desk.inbound.greeting(city.name, city.section)}</blockquote>
          <CandidateList candidates={candidates} onPick={(id) => void pick(id, 'number')} />
          <FindCaller onPick={(id) => void pick(id, 'search')} />
        </>
      ) : null}
      {personId !== null && person.data ? (
        <ChosenPerson
          view={person.data}
          debt={debt.data}
          debtError={debt.error}
          passed={passed}
          onPayDay={setPayDay}
          onOther={() => void pick(null, 'search')}
        />
      ) : null}
    </div>
  );
}

function InboundHead({
  snapshot: { line, call },
  pop,
  passed,
}: {
  snapshot: AgentSnapshot;
  pop: NonNullable<ReturnType<typeof useInbound>['pop']['data']>;
  /** What a number proves is no news any more. */
  passed: boolean;
}) {
  const { number, known, cause, connected, language, earlier } = pop;
  return (
    <header className="inbound-head">
      <h1>☎ {call?.direction === 'outbound' ? text.callBackTitle : strings.desk.inbound.title}</h1>
      {line ? <SubjectStripe name={line.name} colour={line.colour} callerId={line.callerId} called /> : null}
      <p>
        <strong className="inbound-number">{number === null ? text.withheld : phoneText(number, number)}</strong>{' '}
        {passed ? null : CALLER_WORDS[known]}
      </p>
      {language ? (
        <span className="tag" data-tone="accent">
          {text.language} {languageName(language)}
        </span>
      ) : null}
      <p className="muted">{cause ? text.cause(CAUSE_NAMES[cause.kind], monthDayTime(cause.at)) : text.noCause}</p>
      {earlier.length > 0 ? (
        <ul className="earlier-calls" aria-label={text.earlier}>
          {earlier.map(({ at, by, inboundClass, note }) => (
            <li key={at} className="muted">
              {text.earlier} {text.earlierCall(monthDayTime(at), by)}
              {inboundClass ? `・${resultEntryStrings.inboundClass[inboundClass]}` : ''} {note}
            </li>
          ))}
        </ul>
      ) : null}
      {connected || call?.direction === 'outbound' || call?.endedAt ? null : (
        <p role="status" className="tag" data-tone="warn">
          ○ {text.ringing}
        </p>
      )}
    </header>
  );
}
