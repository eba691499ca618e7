import type { WhyPastCall } from '../../../core/contracts/http/why.ts';
import { monthDayTime } from '../../ui/format.ts';
import { whyStrings as text } from '../../ui/strings/why.ts';
import { lineResultLabel, modeLabel, talkResultLabel } from '../../ui/strings.ts';
import { ruleText } from './rule-words.ts';

const head = text.callColumns;
/** They have columns of their own. */
const SHOWN_APART: ReadonlySet<string> = new Set(['mode', 'band']);

/** Every call of a target with why it was dialled then, newest first. */
export function PastCalls({ calls }: { calls: readonly WhyPastCall[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{head.at}</th>
          <th>{head.mode}</th>
          <th>{head.band}</th>
          <th>{head.number}</th>
          <th>{head.result}</th>
          <th>{head.why}</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <tr key={call.id}>
            <td className="nowrap">{monthDayTime(call.at)}</td>
            <td className="nowrap">{modeOf(call)}</td>
            <td className="nowrap">{call.band ? (text.bands[call.band] ?? call.band) : ''}</td>
            <td className="nowrap">{call.numberTail ? text.tail(call.numberTail) : ''}</td>
            <td>{resultOf(call)}</td>
            <td className="muted">{reasonsOf(call)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function modeOf({ mode }: WhyPastCall): string {
  if (mode === null) return '';
  return mode === 'manual' ? text.manual : modeLabel[mode];
}

function resultOf({ lineResult, talkResult, cutBy }: WhyPastCall): string {
  return [
    lineResult ? lineResultLabel[lineResult] : '',
    talkResult ? talkResultLabel[talkResult] : '',
    cutBy ? text.cut(text.cutBy[cutBy] ?? cutBy) : '',
  ]
    .filter((word) => word !== '')
    .join('・');
}

function reasonsOf({ why }: WhyPastCall): string {
  return why
    .filter(({ rule }) => !SHOWN_APART.has(rule))
    .map(({ rule, value }) => ruleText(rule, value))
    .filter((words) => words !== '')
    .join('、');
}
