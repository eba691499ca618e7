import { Fragment, type ReactNode } from 'react';
import type { PredictiveLine } from '../../../core/contracts/http/campaigns.ts';
import type { CampaignGoals } from '../../../core/contracts/http/goals.ts';
import type { CampaignRow as Row } from '../../../core/contracts/http/records.ts';
import { strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';
import type { CampaignAct } from './campaign-keys.ts';
import { CampaignRow, type CampaignRowProps } from './campaign-row.tsx';
import type { PoolNews } from './use-campaigns.ts';

const text = strings.campaigns;
const columns = 8;

interface CampaignTableProps {
  rows: readonly Row[];
  subjects: readonly Subject[];
  goals: readonly CampaignGoals[];
  lines: readonly PredictiveLine[];
  news: PoolNews | null;
  selectedId: string | null;
  rights: CampaignRowProps['rights'];
  onSelect: (id: string) => void;
  act: (row: Row, act: CampaignAct) => void;
  /** Drawn under the chosen row. */
  below: ReactNode;
}

export function CampaignTable({ rows, subjects, goals, lines, news, selectedId, rights, ...more }: CampaignTableProps) {
  return (
    <table className="table campaign-table">
      <thead>
        <tr>
          <th style={{ width: 132 }}>{text.subject}</th>
          <th>{text.name}</th>
          <th style={{ width: 102 }}>{text.state}</th>
          <th style={{ width: 192 }}>{text.mode}</th>
          <th style={{ width: 296 }}>{text.progress}</th>
          <th style={{ width: 150 }}>{text.contactRate}</th>
          <th style={{ width: 120 }}>{text.abandonment}</th>
          <th style={{ width: 106 }}>
            <span className="sr-only">{text.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.id}>
            <CampaignRow
              row={row}
              subject={subjects.find(({ id }) => id === row.subjectId)}
              goals={goals.find(({ campaignId }) => campaignId === row.id)}
              line={lines.find(({ subjectId }) => subjectId === row.subjectId)}
              launched={launchedOn(news, row.subjectId)}
              selected={row.id === selectedId}
              rights={rights}
              onSelect={() => more.onSelect(row.id)}
              act={(act) => more.act(row, act)}
            />
            {row.id === selectedId && more.below ? (
              <tr>
                <td colSpan={columns} className="below">
                  {more.below}
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function launchedOn(news: PoolNews | null, subjectId: string): number {
  let sum = 0;
  for (const { decision } of news?.pools ?? []) {
    const lines: unknown = decision['lines'];
    for (const line of Array.isArray(lines) ? (lines as Record<string, unknown>[]) : [])
      if (line['id'] === subjectId && typeof line['launched'] === 'number') sum += line['launched'];
  }
  return sum;
}
