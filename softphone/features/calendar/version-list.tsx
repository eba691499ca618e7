import { Button } from '@mantine/core';
import type { CalendarVersion } from '../../../core/contracts/http/calendar.ts';
import { monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar;

export const versionTone = {
  draft: undefined,
  requested: 'warn',
  approved: 'good',
  returned: 'bad',
  superseded: undefined,
} as const;
export const versionMark = { draft: '✎', requested: '○', approved: '✓', returned: '↩', superseded: '－' } as const;

interface VersionListProps {
  versions: readonly CalendarVersion[];
  /** Shown instead of the working version. */
  shown: number | null;
  compared: number | null;
  onShow: (version: number | null) => void;
  onCompare: (version: number | null) => void;
}

/** Every version with who and when; any can be looked at, and any compared with what is on the screen. */
export function VersionList({ versions, shown, compared, onShow, onCompare }: VersionListProps) {
  return (
    <section className="card cal-side-card" aria-label={text.versions.title}>
      <h2 className="cal-side-title">{text.versions.title}</h2>
      {versions.length === 0 ? <p className="muted">{text.versions.none}</p> : null}
      <ul className="cal-versions">
        {versions.map((row) => (
          <li key={row.version} aria-current={shown === row.version || undefined}>
            <span className="cal-version-head">
              <strong>{text.version(row.version)}</strong>
              <span className="tag" data-tone={versionTone[row.state]}>
                {versionMark[row.state]} {text.states[row.state]}
              </span>
              <span className="cal-version-acts">
                <Button
                  variant={shown === row.version ? 'filled' : 'default'}
                  size="compact-xs"
                  onClick={() => onShow(shown === row.version ? null : row.version)}
                >
                  {text.versions.show}
                </Button>
                <Button
                  variant={compared === row.version ? 'filled' : 'default'}
                  size="compact-xs"
                  aria-pressed={compared === row.version}
                  onClick={() => onCompare(compared === row.version ? null : row.version)}
                >
                  {text.versions.compare}
                </Button>
              </span>
            </span>
            <span className="muted">
              {text.versions.by(row.createdBy ?? text.versions.system, monthDayTime(row.createdAt))}
            </span>
            {row.approvedAt ? (
              <span className="muted">
                {text.versions.approvedBy(row.approvedBy ?? text.versions.system, monthDayTime(row.approvedAt))}
              </span>
            ) : null}
            {row.note ? <span>「{row.note}」</span> : null}
            {row.answer ? (
              <span>
                {text.versions.answer}: {row.answer}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
