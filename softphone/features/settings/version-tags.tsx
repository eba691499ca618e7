import type { SettingVersion } from '../../../core/contracts/http/settings.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.settings;
const mark = { past: '－', current: '●', coming: '▷' } as const;
const tone = { past: undefined, current: 'good', coming: 'accent' } as const;
/** Older ones are in the history. */
const SHOWN = 4;

export function VersionTags({ versions }: { versions: readonly Pick<SettingVersion, 'validFrom' | 'state'>[] }) {
  if (versions.length === 0) return <span className="muted">{text.none}</span>;
  return (
    <span className="settings-versions">
      {versions.slice(0, SHOWN).map(({ validFrom, state }) => (
        <span key={validFrom} className="tag" data-tone={tone[state]}>
          {mark[state]} {text.states[state]} {validFrom < '1900' ? text.fromStart : validFrom}
        </span>
      ))}
    </span>
  );
}
