import type { LinkState } from '../../client/desk-state.ts';
import type { LegView } from '../../phone/agent-leg.ts';
import { problemText } from '../../ui/problem-text.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.desk.trouble;

interface DeskNoticeProps {
  link: LinkState;
  leg: LegView;
  notice: string | null;
  problem: unknown;
  onDismiss: () => void;
}

/** One line that is always there, so that trouble appearing moves nothing. The worst news wins. */
export function DeskNotice({ link, leg, notice, problem, onDismiss }: DeskNoticeProps) {
  const news = worst(link, leg, notice, problem);
  return (
    <div className="desk-notice" data-tone={news?.tone} role="status" aria-live="polite">
      {news ? (
        <>
          <span>
            {news.tone === 'bad' ? '⚠ ' : '◌ '}
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

interface News {
  tone: 'bad' | 'warn';
  text: string;
  dismissable?: boolean;
}

function worst(link: LinkState, leg: LegView, notice: string | null, problem: unknown): News | null {
  if (link === 'lost') return { tone: 'bad', text: text.linkLost };
  if (notice) return { tone: 'bad', text: notice };
  if (leg.microphoneTrouble) return { tone: 'bad', text: text[leg.microphoneTrouble] };
  if (leg.phase === 'waiting' || (leg.phase === 'calling' && leg.failures > 0)) {
    return { tone: 'bad', text: text.legLost };
  }
  if (problem) {
    const { title, advice } = problemText(problem);
    return { tone: 'bad', text: advice ? `${title} ${advice}` : title, dismissable: true };
  }
  if (link === 'late') return { tone: 'warn', text: text.linkLate };
  return null;
}
