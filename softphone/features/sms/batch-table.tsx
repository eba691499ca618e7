import { Button } from '@mantine/core';
import type { SmsBatchRow } from '../../../core/contracts/http/sms.ts';
import { SMS_STATE_NAMES, SMS_STATES } from '../../../core/rules/sms/sms-state.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { count, monthDayTime } from '../../ui/format.ts';
import { type StateLook, StateTag } from '../../ui/state-tag.tsx';
import { strings } from '../../ui/strings.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.sms.batch;
const looks: Record<SmsBatchRow['state'], StateLook> = {
  draft: { tone: '', mark: '○' },
  requested: { tone: 'accent', mark: '…' },
  approved: { tone: 'accent', mark: '✓' },
  sending: { tone: 'accent', mark: '▶' },
  paused: { tone: 'warn', mark: 'Ⅱ' },
  done: { tone: 'good', mark: '✓' },
  cancelled: { tone: '', mark: '✗' },
};

export type BatchAct = 'pause' | 'resume' | 'cancel';

interface BatchTableProps {
  rows: readonly SmsBatchRow[];
  mayManage: boolean;
  busy: boolean;
  onAct: (row: SmsBatchRow, act: BatchAct) => void;
}

/** Each send with what became of its messages; accepted by the carrier stands apart from delivered. */
export function BatchTable({ rows, mayManage, busy, onAct }: BatchTableProps) {
  const subjects = useSubjects();
  if (rows.length === 0) return <Empty title={text.emptyTitle}>{text.emptyBody}</Empty>;
  return (
    <table className="table">
      <TableHead
        names={[text.columns.name, text.columns.state, text.columns.counts, text.columns.next]}
        acts={text.columns.acts}
      />
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <a href={`#/sms/batch/${row.id}`}>{row.name}</a>{' '}
              <span className="muted">
                {subjects.find(({ id }) => id === row.subjectId)?.shortName ?? row.subjectId}・
                {row.listName ?? text.sources[row.source]}
              </span>
              <div className="muted">{row.templateName}</div>
            </td>
            <td className="nowrap">
              <StateTag look={looks[row.state]}>{text.states[row.state]}</StateTag>
            </td>
            <td>
              <SmsBar counts={row.counts} />
              <div className="sms-counts">
                {SMS_STATES.filter((state) => row.counts[state] > 0 || state === 'delivered').map((state) => (
                  <span key={state} data-zero={row.counts[state] === 0 || undefined}>
                    <span className="sms-mark" data-state={state} aria-hidden />
                    {SMS_STATE_NAMES[state]} {count(row.counts[state])}
                  </span>
                ))}
              </div>
            </td>
            <td>{row.state === 'sending' && row.counts.waiting > 0 ? nextText(row) : ''}</td>
            <td className="num">{mayManage ? <Acts row={row} busy={busy} onAct={onAct} /> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What became of the messages, as shares of one bar; the words with their numbers stand below. */
function SmsBar({ counts }: Pick<SmsBatchRow, 'counts'>) {
  const total = SMS_STATES.reduce((sum, state) => sum + counts[state], 0);
  return (
    <div className="sms-bar" aria-hidden>
      {total === 0
        ? null
        : SMS_STATES.map((state) => (
            <span key={state} data-state={state} style={{ width: `${(counts[state] / total) * 100}%` }} />
          ))}
    </div>
  );
}

function nextText({ nextAt, waitsFor }: SmsBatchRow): string {
  return nextAt === null ? text.now : `${text.from(monthDayTime(nextAt))} ${waitsFor ?? ''}`;
}

function Acts({ row, busy, onAct }: { row: SmsBatchRow; busy: boolean; onAct: BatchTableProps['onAct'] }) {
  const open = row.state === 'sending' || row.state === 'paused' || row.state === 'requested';
  return (
    <span className="row-actions">
      {row.state === 'sending' ? (
        <Button variant="default" disabled={busy} onClick={() => onAct(row, 'pause')}>
          {text.pause}
        </Button>
      ) : null}
      {row.state === 'paused' ? (
        <Button disabled={busy} onClick={() => onAct(row, 'resume')}>
          {text.resume}
        </Button>
      ) : null}
      {open ? (
        <ConfirmButton
          disabled={busy}
          ask={text.cancelAsk(count(row.counts.waiting))}
          confirm={text.cancelConfirm}
          label={`${row.name} ${text.cancel}`}
          onConfirm={() => onAct(row, 'cancel')}
        >
          {text.cancel}
        </ConfirmButton>
      ) : null}
    </span>
  );
}
