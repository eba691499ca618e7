import { useQuery } from '@tanstack/react-query';
import type { TargetWhy as Why } from '../../../core/contracts/http/why.ts';
import type { WhyNow, WhyRule } from '../../../core/contracts/why.ts';
import { get } from '../../client/http.ts';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { whyStrings as text } from '../../ui/strings/why.ts';
import { PastCalls } from './past-calls.tsx';
import { keptRuleText, ruleText } from './rule-words.ts';

/** Why was it dialled, why not, what is next and when: each with its rule and value. */
export function TargetWhy({ targetId }: { targetId: number }) {
  const why = useQuery({
    queryKey: ['targets', targetId, 'why'],
    queryFn: ({ signal }) => get<Why>(`/api/targets/${targetId}/why`, signal),
    retry: false,
  });
  if (why.error) return <ProblemNotice error={why.error} onRetry={() => void why.refetch()} />;
  if (!why.data) return <p className="muted">{text.asking}</p>;
  const { now, next, calls } = why.data;
  return (
    <div className="why">
      <Verdict now={now} next={next} />
      <PartsTable now={now} />
      <NextStep next={next} />
      <h3>{text.calls}</h3>
      {calls.length === 0 ? <p className="muted">{text.noCalls}</p> : <PastCalls calls={calls} />}
    </div>
  );
}

/** Whoever left the campaign is not called whatever the gate says of this minute. */
function Verdict({ now, next }: Pick<Why, 'now' | 'next'>) {
  if (isOver(next)) {
    return (
      <p className="why-verdict">
        ■ {text.over} {next.reason ?? ''}
      </p>
    );
  }
  return (
    <p className="why-verdict" data-tone={now.mayCall ? 'good' : 'bad'}>
      {now.mayCall ? `✓ ${text.nowYes}` : `✕ ${text.nowNo}`} {now.because?.message ?? ''}
    </p>
  );
}

const isOver = ({ state }: Why['next']) => state === 'done' || state === 'withdrawn';

function PartsTable({ now }: { now: WhyNow }) {
  return (
    <table className="table why-parts">
      <thead>
        <tr>
          <th>{text.columns.part}</th>
          <th>{text.columns.verdict}</th>
          <th>{text.columns.value}</th>
          <th>{text.columns.again}</th>
        </tr>
      </thead>
      <tbody>
        {now.parts.map((part) => (
          <tr key={part.part}>
            <td className="nowrap">{text.parts[part.part] ?? part.part}</td>
            <td className="nowrap why-mark" data-tone={part.ok ? 'good' : 'bad'}>
              {part.ok ? text.yes : text.no}
            </td>
            <td>
              {part.message ? <span>{part.message}</span> : null}
              {wordsOf(part, now).map((words) => (
                <span key={words} className="muted">
                  {words}
                </span>
              ))}
            </td>
            <td className="nowrap">{part.again ? monthDayTime(part.again) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The rule with its value, and the figures it was judged by. */
function wordsOf(part: WhyRule, now: WhyNow): string[] {
  const rule = part.message === '' ? [] : [ruleText(part.rule, part.value)];
  return [...rule, ...figuresOf(part, now)].filter((words) => words !== '');
}

function figuresOf({ part }: WhyRule, { counts, numbers }: WhyNow): string[] {
  if (part === 'caps') return counts.map(({ rule, value, limit }) => text.capOf(text.caps[rule] ?? rule, value, limit));
  if (part !== 'numbers') return [];
  return [text.numbers(numbers.filter(({ automatic }) => automatic).length, numbers.length)];
}

function NextStep({ next }: { next: Why['next'] }) {
  const what = [
    text.states[next.state] ?? next.state,
    next.at ? monthDayTime(next.at) : '',
    next.band ? (text.bands[next.band] ?? next.band) : '',
    text.channels[next.channel] ?? next.channel,
    next.mode ? text.preview : '',
    next.numberTail ? text.tail(next.numberTail) : '',
    next.owner ? text.owner(next.owner) : '',
  ].filter((word) => word !== '');
  const rule = keptRuleText(next.rule);
  return (
    <dl className="why-next">
      <dt>{text.nextTitle}</dt>
      <dd>{isOver(next) ? what[0] : what.join('・')}</dd>
      {next.reason ? (
        <>
          <dt>{text.reason}</dt>
          <dd>
            {next.reason} {rule.length > 0 ? <span className="muted">({rule.join('、')})</span> : null}
          </dd>
        </>
      ) : null}
    </dl>
  );
}
