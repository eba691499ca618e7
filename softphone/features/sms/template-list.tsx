import { Button } from '@mantine/core';
import type { SmsTemplateRow } from '../../../core/contracts/http/sms.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { SMS_KIND_NAMES } from '../../../core/rules/sms/merge-fields.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.sms.template;
const tone: Record<SmsTemplateRow['state'], string> = {
  draft: '',
  requested: 'accent',
  approved: 'good',
  returned: 'warn',
  retired: '',
};
const mark: Record<SmsTemplateRow['state'], string> = {
  draft: '○',
  requested: '…',
  approved: '✓',
  returned: '↩',
  retired: '—',
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
      <thead>
        <tr>
          <th>{text.columns.name}</th>
          <th>{text.columns.kind}</th>
          <th>{text.columns.subject}</th>
          <th>{text.columns.state}</th>
          <th>
            <span className="sr-only">{text.columns.acts}</span>
          </th>
        </tr>
      </thead>
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
              <span className="tag" data-tone={tone[row.state]}>
                {mark[row.state]} {text.states[row.state]}
              </span>
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
