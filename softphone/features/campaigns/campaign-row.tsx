import { Button } from '@mantine/core';
import type { PredictiveLine } from '../../../core/contracts/http/campaigns.ts';
import type { CampaignGoals } from '../../../core/contracts/http/goals.ts';
import type { CampaignRow as Row } from '../../../core/contracts/http/records.ts';
import { dayWithWeekday, phoneText } from '../../ui/format.ts';
import { campaignStateLabel, strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';
import { AbandonmentCell } from './abandonment-cell.tsx';
import type { CampaignAct } from './campaign-keys.ts';
import { FunnelBar } from './funnel-bar.tsx';
import { GoalMeter } from './goal-meter.tsx';
import { ModeSwitch } from './mode-switch.tsx';

const text = strings.campaigns;

export interface CampaignRowProps {
  row: Row;
  subject: Subject | undefined;
  goals: CampaignGoals | undefined;
  line: PredictiveLine | undefined;
  /** Calls the pacing controller launched on this line in its last decision. */
  launched: number;
  selected: boolean;
  rights: { run: boolean; pause: boolean; propose: boolean };
  onSelect: () => void;
  act: (act: CampaignAct) => void;
}

const stateTone = { draft: undefined, running: 'good', paused: 'warn', finished: undefined } as const;
const stateMark = { draft: '○', running: '▶', paused: '‖', finished: '■' } as const;

export function CampaignRow({
  row,
  subject,
  goals,
  line,
  launched,
  selected,
  rights,
  onSelect,
  act,
}: CampaignRowProps) {
  return (
    <tr data-link aria-selected={selected} className="campaign-row" onClick={onSelect}>
      <td>
        <span className="line-of">
          <span className="subject-stripe" style={{ background: subject?.colour }} aria-hidden />
          <span>
            <strong>{subject?.shortName ?? row.subjectId}</strong>
            <span className="muted small">{subject ? phoneText(subject.callerId, subject.callerId) : ''}</span>
          </span>
        </span>
      </td>
      <td className="campaign-title">
        <strong title={row.name}>{row.name}</strong>
        <span className="muted small">
          {text.order(row.priority)}
          {row.dueOn ? `・${text.dueOn(dayWithWeekday(row.dueOn))}` : ''}
        </span>
        {row.listName ? <span className="muted small">{text.list(row.listName)}</span> : null}
        {row.privileged ? (
          <span className="tag" data-tone="bad">
            ⚠ {text.privileged}
          </span>
        ) : null}
      </td>
      <td>
        <span className="tag" data-tone={stateTone[row.state]}>
          {stateMark[row.state]} {campaignStateLabel[row.state]}
        </span>
        {row.state === 'running' && row.mode === 'predictive' && launched > 0 ? (
          <span className="muted small">{text.pool.launched(launched)}</span>
        ) : null}
      </td>
      <td>
        <ModeSwitch
          row={row}
          line={line}
          mayRun={rights.run}
          mayAsk={rights.propose}
          onMode={(mode) => act({ type: 'mode', mode })}
          onAsk={() => act({ type: 'ask' })}
        />
      </td>
      <td>
        <FunnelBar name={row.name} funnel={goals?.funnel} />
      </td>
      <td>
        <GoalMeter counts={goals?.counts} goalPercent={row.goalPercent} />
      </td>
      <td>
        <AbandonmentCell line={line} />
      </td>
      <td className="num">
        <StateButton row={row} rights={rights} act={act} />
      </td>
    </tr>
  );
}

function StateButton({ row, rights, act }: Pick<CampaignRowProps, 'row' | 'rights' | 'act'>) {
  if (row.state === 'finished') return null;
  const running = row.state === 'running';
  if (running ? !rights.pause : !rights.run) return null;
  return (
    <Button
      variant={running ? 'default' : 'filled'}
      onClick={(event) => {
        event.stopPropagation();
        act({ type: running ? 'pause' : 'start' });
      }}
    >
      {running ? text.pause : row.state === 'paused' ? text.resume : text.start}
    </Button>
  );
}
