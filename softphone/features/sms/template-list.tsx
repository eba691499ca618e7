import { Button } from '@mantine/core';
import type { SmsTemplateRow } from '../../../core/contracts/http/sms.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { SMS_KIND_NAMES } from '../../../core/rules/sms/merge-fields.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { type StateLook, StateTag } from '../../ui/state-tag.tsx';
import { strings } from '../../ui/strings.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.sms.template;
const looks: Record<SmsTemplateRow['state'], StateLook> = {
  draft: { tone: '', mark: '○' },
  requested: { tone: 'accent', mark: '…' },
  approved: { tone: 'good', mark: '✓' },
  returned: { tone: 'warn', mark: '↩' },
  retired: { tone: '', mark: '—' },
};

interface TemplateListProps {
  rows: readonly SmsTemplateRow[];
  mayManage: boolean;
  busy: boolean;
  onEdit: (row: SmsTemplateRow) => void;
  onAct: (row: SmsTemplateRow, act: 'request' | 'retire') => void;
}

export function TemplateList({ rows, mayManage, busy, onEdit, onAct }: TemplateListProps) {
  const subjects = useSubjects();
  if (rows.length === 0) return <Empty title={text.emptyTitle}>{text.emptyBody}</Empty>;
  return (
    <table className="table">
      <TableHead
        names={[text.columns.name, text.columns.kind, text.columns.subject, text.columns.state]}
        acts={text.columns.acts}
      />
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <strong>{row.name}</strong> <span className="muted">{text.version(row.version)}</span>{' '}
              {row.language ? <span className="tag">{languageName(row.language)}</span> : null}
              <div className="muted">{row.body}</div>
              {row.answer ? (
                <div>
                  {text.answer}: {row.answer}
                </div>
              ) : null}
            </td>
            <td className="nowrap">{SMS_KIND_NAMES[row.kind]}</td>
            <td className="nowrap">
              {subjects.find(({ id }) => id === row.subjectId)?.shortName ?? text.everySubject}
            </td>
            <td className="nowrap">
              <StateTag look={looks[row.state]}>{text.states[row.state]}</StateTag>
            </td>
            <td className="num">
              {mayManage ? (
                <span className="row-actions">
                  {row.state === 'draft' || row.state === 'returned' ? (
                    <Button disabled={busy} onClick={() => onAct(row, 'request')}>
                      {text.request}
                    </Button>
                  ) : null}
                  {row.state === 'requested' ? null : (
                    <Button variant="default" disabled={busy} onClick={() => onEdit(row)}>
                      {text.newVersion}
                    </Button>
                  )}{' '}
                  {row.state === 'approved' ? (
                    <ConfirmButton
                      disabled={busy}
                      ask={text.retireAsk}
                      confirm={text.retireConfirm}
                      label={`${row.name} ${text.retire}`}
                      onConfirm={() => onAct(row, 'retire')}
                    >
                      {text.retire}
                    </ConfirmButton>
                  ) : null}
                </span>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
