import { type ReactNode, useState } from 'react';
import type { HistoryItem } from '../../../core/contracts/http/desk.ts';
import {
  inTimelineFilter,
  nextTimelineFilter,
  TIMELINE_FILTERS,
  type TimelineFilter,
} from '../../../core/rules/timeline.ts';
import { monthDayTime } from '../../ui/format.ts';
import { caseStrings, timelineFilterLabel, timelineKindLabel } from '../../ui/strings/case.ts';
import {
  channelLabel,
  labelOf,
  lineResultLabel,
  strings,
  talkResultLabel,
  whoAnsweredLabel,
} from '../../ui/strings.ts';
import { CorrectLink } from '../contacts/correct-link.tsx';
import { useAltKey } from './use-alt-key.ts';
import './timeline.css';

const text = strings.desk.case;
const words = caseStrings.timeline;
const kinds: Record<string, string> = { ...channelLabel, ...timelineKindLabel };
const marks = { good: '✓', warn: '!', bad: '✗' } as const;

interface HistoryListProps {
  items: readonly HistoryItem[];
  /** Before the title: the key that leads here. */
  mark?: ReactNode;
}

/** Every contact over all channels, newest first. Alt+L goes round the kinds. */
export function HistoryList({ items, mark }: HistoryListProps) {
  const [filter, setFilter] = useState<TimelineFilter>('all');
  useAltKey((code) => {
    if (code !== 'KeyL') return false;
    setFilter(nextTimelineFilter);
    return true;
  });
  const shown = items.filter((item) => inTimelineFilter(filter, item.channel));
  return (
    <section className="history" aria-label={text.history}>
      <div className="section-head">
        <h2>
          {mark}
          {text.history}
        </h2>
        <fieldset className="timeline-filters" aria-label={words.filter}>
          <kbd>{words.key}</kbd>
          {TIMELINE_FILTERS.map((one) => (
            <button
              key={one}
              type="button"
              className="tag"
              aria-pressed={one === filter}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => setFilter(one)}
            >
              {timelineFilterLabel[one]}
            </button>
          ))}
        </fieldset>
      </div>
      {shown.length === 0 ? <p className="muted hint">{items.length === 0 ? text.noHistory : words.nothing}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <ol tabIndex={0} aria-label={text.history}>
        {shown.map((item) => (
          <Entry key={item.id} item={item} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ item }: { item: HistoryItem }) {
  return (
    <li>
      <time dateTime={item.at}>{monthDayTime(item.at)}</time>
      <span className="history-what">
        {labelOf(kinds, item.channel)}
        {item.direction === 'inbound' ? text.inboundMark : ''} {outcome(item)}{' '}
        {item.what === null ? null : (
          <span className="tag" data-tone={item.tone ?? undefined}>
            {item.tone ? `${marks[item.tone]} ` : ''}
            {item.what}
          </span>
        )}
      </span>
      <span className="history-note" title={[item.facts, item.note].filter(Boolean).join(' ')}>
        {item.facts ? <strong>{item.facts} </strong> : null}
        {item.note}
      </span>
      <span className="muted history-end">
        {item.recordingId ? (
          <a href={`#/recordings/${item.recordingId}`} target="_blank" rel="noreferrer">
            ▶ {words.recording}
          </a>
        ) : null}{' '}
        {item.subjectName ?? ''} {item.staffName ?? ''}{' '}
        {item.channel === 'call' && item.lineResult !== null ? <CorrectLink recordId={item.id} anybodys /> : null}
      </span>
      {item.earlier.length === 0 ? null : (
        <details className="history-earlier">
          <summary>{words.corrected(item.earlier.length)}</summary>
          {item.earlier.map((old) => (
            <p key={old.id}>
              <time dateTime={old.at}>{monthDayTime(old.at)}</time> {outcome(old)} <s>{old.note}</s>{' '}
              {old.staffName ?? ''}
            </p>
          ))}
        </details>
      )}
    </li>
  );
}

function outcome({
  whoAnswered,
  lineResult,
  talkResult,
}: Pick<HistoryItem, 'whoAnswered' | 'lineResult' | 'talkResult'>) {
  const who = whoAnswered && whoAnswered !== 'nobody' ? whoAnsweredLabel[whoAnswered] : null;
  const what = talkResult ? talkResultLabel[talkResult] : lineResult ? lineResultLabel[lineResult] : null;
  return [who, what].filter((part) => part !== null).join(' ');
}
