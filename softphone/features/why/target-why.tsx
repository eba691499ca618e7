import { useQuery } from '@tanstack/react-query';
import type { TargetWhy as Why, WhyPastCall } from '../../../core/contracts/http/why.ts';
import type { WhyNow, WhyRule } from '../../../core/contracts/why.ts';
import { get } from '../../client/http.ts';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { whyStrings as text } from '../../ui/strings/why.ts';
import { lineResultLabel, modeLabel, talkResultLabel } from '../../ui/strings.ts';

/** Why was it dialled, why not, what is next and when: each with its rule and value. */
export function TargetWhy({ targetId }: { targetId: number }) {
  const why = useQuery({
    queryKey: ['targets', targetId, 'why'],
    queryFn: ({ signal }) => get<Why>(`/api/targets/${targetId}/why`, signal),
    retry: false,
  });
  if (why.error) return <ProblemNotice error={why.error} onRetry={() => void why.refetch()} />;
  if (!why.data) return null;
  const { now, next, calls } = why.data;
  return (
    <div className="why">
      <p className="why-verdict" data-tone={now.mayCall ? 'good' : 'bad'}>
        {now.mayCall ? `✓ ${text.nowYes}` : `✕ ${text.nowNo}`} {now.because?.message ?? ''}
      </p>
      <PartsTable now={now} />
      <p>
        <strong>{text.nextTitle}</strong> {nextWords(next)}
      </p>
      <h3>{text.calls}</h3>
      {calls.length === 0 ? <p className="muted">{text.noCalls}</p> : null}
      <ul className="why-calls">
        {calls.map((call) => (
          <li key={call.id}>{callWords(call)}</li>
        ))}
      </ul>
    </div>
  );
}

function PartsTable({ now }: { now: WhyNow }) {
  return (
    <table className="table">
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
            <td className="nowrap">{part.ok ? text.yes : text.no}</td>
            <td>{wordsOf(part, now)}</td>
            <td className="nowrap">{part.again ? monthDayTime(part.again) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function wordsOf(part: WhyRule, now: WhyNow): string {
  const figures =
    part.part === 'caps'
      ? now.counts.map(({ rule, value, limit }) => `${text.caps[rule] ?? rule} ${text.of(value, limit)}`)
      : [];
  const said = part.message === '' ? [] : [part.message, `(${part.rule}: ${part.value})`];
  return [...said, ...figures].join(' ');
}

function nextWords(next: Why['next']): string {
  return [
    text.states[next.state] ?? next.state,
    next.at ? monthDayTime(next.at) : '',
    next.band ? (text.bands[next.band] ?? next.band) : '',
    text.channels[next.channel] ?? next.channel,
    next.mode ? text.preview : '',
    next.numberTail ? text.tail(next.numberTail) : '',
    next.owner ? text.owner(next.owner) : '',
    next.reason ?? '',
    ruleWords(next.rule),
  ]
    .filter((word) => word !== '')
    .join('・');
}

function ruleWords(rule: Record<string, unknown> | null): string {
  if (!rule) return '';
  return `(${Object.entries(rule)
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ')})`;
}

function callWords(call: WhyPastCall): string {
  return [
    monthDayTime(call.at),
    call.mode && call.mode !== 'manual' ? modeLabel[call.mode] : '',
    call.band ? (text.bands[call.band] ?? call.band) : '',
    call.numberTail ? text.tail(call.numberTail) : '',
    call.lineResult ? lineResultLabel[call.lineResult] : '',
    call.talkResult ? talkResultLabel[call.talkResult] : '',
    call.cutBy ? text.cut(text.cutBy[call.cutBy] ?? call.cutBy) : '',
    call.why.map(({ rule, value }) => `${rule}: ${value}`).join(', '),
  ]
    .filter((word) => word !== '')
    .join('・');
}
