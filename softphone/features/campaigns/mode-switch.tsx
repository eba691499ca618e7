import type { CampaignMode } from '../../../core/contracts/calls.ts';
import type { PredictiveLine } from '../../../core/contracts/http/campaigns.ts';
import type { CampaignRow } from '../../../core/contracts/http/records.ts';
import { CAMPAIGN_MODES } from '../../../core/rules/vocabulary.ts';
import { dayWithWeekday } from '../../ui/format.ts';
import { modeLabel, strings } from '../../ui/strings.ts';

const text = strings.campaigns;

interface ModeSwitchProps {
  row: CampaignRow;
  line: PredictiveLine | undefined;
  mayRun: boolean;
  mayAsk: boolean;
  onMode: (mode: CampaignMode) => void;
  onAsk: () => void;
}

/** Three modes, the one in use filled; predictive opens with the city's approval. */
export function ModeSwitch({ row, line, mayRun, mayAsk, onMode, onAsk }: ModeSwitchProps) {
  const open = mayRun && row.state !== 'finished';
  return (
    <div className="mode">
      <fieldset className="mode-switch">
        <legend className="sr-only">
          {row.name} {text.mode}
        </legend>
        {CAMPAIGN_MODES.map((mode) => {
          const allowed = mode !== 'predictive' || (!row.privileged && line?.inForce != null);
          return (
            <button
              key={mode}
              type="button"
              title={`${modeLabel[mode]}: ${text.modes[mode]}`}
              aria-pressed={row.mode === mode}
              disabled={row.mode !== mode && !(open && allowed)}
              onClick={(event) => {
                event.stopPropagation();
                if (row.mode !== mode) onMode(mode);
              }}
            >
              {text.shortMode[mode]}
            </button>
          );
        })}
      </fieldset>
      <ApprovalNote row={row} line={line} mayAsk={open && mayAsk} onAsk={onAsk} />
    </div>
  );
}

function ApprovalNote({ row, line, mayAsk, onAsk }: Pick<ModeSwitchProps, 'row' | 'line' | 'mayAsk' | 'onAsk'>) {
  if (!line || row.privileged || row.state === 'finished') return null;
  if (line.inForce) {
    const { validTo } = line.inForce;
    const until = validTo ? text.approval.until(dayWithWeekday(validTo)) : text.approval.noEnd;
    return <span className="muted small">✓ {until}</span>;
  }
  if (line.waitingSince) return <span className="muted small">○ {text.approval.waiting}</span>;
  return (
    <span className="muted small mode-note">
      {line.returned ? (
        <span title={line.returned}>↩ {text.approval.returned(line.returned)}</span>
      ) : (
        text.approval.needed
      )}
      {mayAsk ? (
        <button
          type="button"
          className="link-button"
          onClick={(event) => {
            event.stopPropagation();
            onAsk();
          }}
        >
          {text.approval.ask}
        </button>
      ) : null}
    </span>
  );
}
