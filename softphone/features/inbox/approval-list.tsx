import type { ApprovalRow } from '../../../core/contracts/http/approvals.ts';
import { monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.inbox;

interface ApprovalListProps {
  rows: readonly ApprovalRow[];
  selectedId: string | null;
  /** My own questions: their answers are marked until read. */
  mine: boolean;
  onSelect: (id: string) => void;
}

export const stateMark = { waiting: '○', approved: '✓', returned: '↩', withdrawn: '－' } as const;
export const stateTone = { waiting: 'warn', approved: 'good', returned: 'bad', withdrawn: undefined } as const;

export function dueText({ dueAt }: ApprovalRow): string {
  return dueAt ? `${text.due} ${monthDayTime(dueAt)}` : text.noDue;
}

export function ApprovalList({ rows, selectedId, mine, onSelect }: ApprovalListProps) {
  const subjects = useSubjects();
  return (
    <ul className="approval-list" aria-label={text.title}>
      {rows.map((row) => {
        const colour = subjects.find(({ id }) => id === row.subjectId)?.colour ?? 'var(--line)';
        const unread = mine && (row.state === 'approved' || row.state === 'returned') && row.readAt === null;
        return (
          <li key={row.id}>
            <button
              type="button"
              className="approval-item"
              aria-current={row.id === selectedId || undefined}
              onClick={() => onSelect(row.id)}
            >
              <span className="subject-stripe" style={{ background: colour }} aria-hidden />
              <span className="approval-item-text">
                <span className="approval-item-top">
                  <span className="muted">{text.kind[row.kind]}</span>
                  {row.late ? (
                    <span className="tag" data-tone="bad">
                      ⚠ {text.late}
                    </span>
                  ) : null}
                  {unread ? (
                    <span className="tag" data-tone="accent">
                      ● {text.unread}
                    </span>
                  ) : null}
                  {row.state === 'waiting' && !mine ? null : (
                    <span className="tag" data-tone={stateTone[row.state]}>
                      {stateMark[row.state]} {text.state[row.state]}
                    </span>
                  )}
                </span>
                <strong>{row.title}</strong>
                <span className="muted">
                  {row.state === 'waiting'
                    ? dueText(row)
                    : `${text.decider} ${row.decidedAt ? monthDayTime(row.decidedAt) : '—'}`}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
