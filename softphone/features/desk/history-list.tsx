import type { HistoryItem } from '../../../core/contracts/http/desk.ts';
import { monthDayTime } from '../../ui/format.ts';
import {
  channelLabel,
  labelOf,
  lineResultLabel,
  strings,
  talkResultLabel,
  whoAnsweredLabel,
} from '../../ui/strings.ts';

const text = strings.desk.case;

export function HistoryList({ items }: { items: readonly HistoryItem[] }) {
  return (
    <section className="history" aria-label={text.history}>
      <div className="section-head">
        <h2>{text.history}</h2>
      </div>
      {items.length === 0 ? <p className="muted hint">{text.noHistory}</p> : null}
      <ol>
        {items.map((item) => (
          <li key={item.id}>
            <time dateTime={item.at}>{monthDayTime(item.at)}</time>
            <span className="history-what">
              {labelOf(channelLabel, item.channel)}
              {item.direction === 'inbound' ? text.inboundMark : ''} {outcome(item)}
            </span>
            <span className="history-note">{item.note}</span>
            <span className="muted">
              {item.subjectName ?? ''} {item.staffName ?? ''}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function outcome({ whoAnswered, lineResult, talkResult }: HistoryItem): string {
  const who = whoAnswered && whoAnswered !== 'nobody' ? whoAnsweredLabel[whoAnswered] : null;
  const what = talkResult ? talkResultLabel[talkResult] : lineResult ? lineResultLabel[lineResult] : null;
  return [who, what].filter((part) => part !== null).join(' ');
}
