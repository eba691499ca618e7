import { useEffect } from 'react';
import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';
import { kindName, reasonName } from '../../../core/rules/hand-over.ts';
import { monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { DeadlineTag, StateTag } from './deadline-tag.tsx';
import { MatterOf } from './matter-of.tsx';

const text = strings.handOvers;

interface HandOverListProps {
  rows: readonly HandOverRow[];
  selectedId: string;
  onSelect: (id: string) => void;
}

export function HandOverList({ rows, selectedId, onSelect }: HandOverListProps) {
  useEffect(() => {
    document.querySelector(`[data-hand-over="${selectedId}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);
  return (
    <ul className="approval-list" aria-label={text.title}>
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            className="approval-item"
            data-hand-over={row.id}
            aria-current={row.id === selectedId || undefined}
            onClick={() => onSelect(row.id)}
          >
            <span className="subject-stripe" style={{ background: row.subject?.colour ?? 'var(--line)' }} aria-hidden />
            <span className="approval-item-text">
              <span className="approval-item-top">
                <span className="muted">
                  {kindName(row.kind)} {row.subject?.shortName ?? text.allSubjects}
                </span>
                {row.unread ? (
                  <span className="tag" data-tone="accent">
                    ● {text.unread}
                  </span>
                ) : null}
                {row.mark === null ? <StateTag {...row} /> : <DeadlineTag mark={row.mark} />}
              </span>
              <strong>
                <MatterOf row={row} />　{reasonName(row.reason)}
              </strong>
              <span className="muted">
                {row.mark === null
                  ? text.raised(row.raisedBy, monthDayTime(row.raisedAt))
                  : `${text.due(monthDayTime(row.dueAt))}${row.takenBy ? `　${text.taken(row.takenBy)}` : ''}`}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
