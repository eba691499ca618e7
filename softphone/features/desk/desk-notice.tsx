import type { LinkState } from '../../client/desk-state.ts';
import type { LegView } from '../../phone/agent-leg.ts';
import { problemText } from '../../ui/problem-text.ts';
import { strings } from '../../ui/strings.ts';
import { useTicker } from '../../ui/use-ticker.ts';
import { holdWords, useHolds } from '../calendar/use-holds.ts';
import { isPreviewEnding, previewLeftSec } from './preview-timer.ts';

const text = strings.desk.trouble;

interface DeskNoticeProps {
  link: LinkState;
  leg: LegView;
  notice: string | null;
  problem: unknown;
  previewEndsAtMs: number | null;
  /** The agent is ready and waits: what telephony says then is why nobody comes, no trouble. */
  waiting: boolean;
  onDismiss: () => void;
}

/** One line that is always there, so that trouble appearing moves nothing. The worst news wins. */
export function DeskNotice({ link, leg, notice, problem, previewEndsAtMs, waiting, onDismiss }: DeskNoticeProps) {
  useTicker();
  const [hold] = useHolds();
  const held: News | null = hold ? { tone: 'warn', text: holdWords(hold) } : null;
  const news =
    worst(link, leg, waiting ? null : notice, problem) ??
    (waiting && notice ? calm(notice) : null) ??
    previewEnding(previewEndsAtMs) ??
    held;
  return (
    <div className="desk-notice" data-tone={news?.tone} role="status" aria-live="polite">
      {news ? (
        <>
          <span>
            {marks[news.tone]}
            {news.text}
          </span>
          {news.dismissable ? (
            <button
              type="button"
              className="link-button"
              onMouseDown={(event) => event.preventDefault()}
              onClick={onDismiss}
            >
              {strings.common.close}
            </button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

const calm = (text: string): News => ({ tone: text.startsWith('✓') ? 'good' : 'warn', text });

function previewEnding(endsAtMs: number | null): News | null {
  const left = previewLeftSec(endsAtMs, performance.now());
  return left !== null && isPreviewEnding(left) ? { tone: 'warn', text: text.previewEnding(left) } : null;
}

const marks = { bad: '⚠ ', warn: '△ ', good: '' } as const;

interface News {
  tone: keyof typeof marks;
  text: string;
  dismissable?: boolean;
}

function worst(link: LinkState, leg: LegView, notice: string | null, problem: unknown): News | null {
  if (link === 'lost') return { tone: 'bad', text: text.linkLost };
  // What the page itself knows of its microphone names the remedy; telephony only hears that nothing comes.
  if (leg.microphoneTrouble) return { tone: 'bad', text: text[leg.microphoneTrouble] };
  const isGood = notice?.startsWith('✓') ?? false;
  if (notice && !isGood) return { tone: 'bad', text: notice };
  if (leg.phase === 'waiting' || (leg.phase === 'calling' && leg.failures > 0)) {
    return { tone: 'bad', text: text.legLost };
  }
  if (problem) {
    const { title, advice } = problemText(problem);
    return { tone: 'bad', text: advice ? `${title} ${advice}` : title, dismissable: true };
  }
  if (link === 'late') return { tone: 'warn', text: text.linkLate };
  if (notice) return { tone: 'good', text: notice };
  return null;
}
