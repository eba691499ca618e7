import type { ReactNode } from 'react';
import type { SessionView } from '../../core/contracts/http/session.ts';
import { approvalCounts } from '../client/approval-link.ts';
import { handOverCounts } from '../client/hand-over-link.ts';
import type { ProductClock } from '../client/product-clock.ts';
import { useStore } from '../client/use-store.ts';
import { WaitingStrip } from '../features/inbound/waiting-strip.tsx';
import { clockFace } from '../ui/format.ts';
import { roleLabel, strings } from '../ui/strings.ts';
import { useTicker } from '../ui/use-ticker.ts';
import '../ui/page.css';

interface FrameProps {
  session: SessionView;
  clock: ProductClock;
  pages: readonly { name: string; label: string }[];
  current: string;
  onLogOut: () => void;
  children: ReactNode;
}

export function Frame({ session, clock, pages, current, onLogOut, children }: FrameProps) {
  return (
    <div className="frame">
      <header className="frame-top">
        <span className="frame-brand">
          {strings.login.title} <span>{session.city.name}</span>
        </span>
        <nav className="frame-nav" aria-label={strings.nav.main}>
          {pages.map(({ name, label }) => (
            <a key={name} href={`#/${name}`} aria-current={name === current ? 'page' : undefined}>
              {label}
              {name === 'inbox' ? <InboxMark /> : null}
              {name === 'hand-overs' ? <HandOverMark /> : null}
            </a>
          ))}
        </nav>
        <span className="frame-who">
          <Clock clock={clock} />
          <span>
            {roleLabel[session.staff.role]} <strong>{session.staff.displayName}</strong>
          </span>
          <button type="button" className="link-button" onClick={onLogOut}>
            {strings.nav.logOut}
          </button>
        </span>
      </header>
      <main className="page">
        <div className="page-inner">{children}</div>
      </main>
      <WaitingStrip clock={clock} />
    </div>
  );
}

/** What waits for this person; red when a deadline has passed. */
function InboxMark() {
  const counts = useStore(approvalCounts);
  const handOvers = useStore(handOverCounts);
  const open = (counts?.waiting ?? 0) + (counts?.unread ?? 0) + (handOvers?.toAnswer ?? 0) + (handOvers?.unread ?? 0);
  if (open === 0) return null;
  const late = (counts?.late ?? 0) + (handOvers?.late ?? 0) > 0;
  return (
    <span className="nav-mark" data-late={late || undefined} title={strings.nav.inboxWaiting(open)}>
      {open}
    </span>
  );
}

/** Answers not read; to who follows the lines also what the city is late with. */
function HandOverMark() {
  const counts = useStore(handOverCounts);
  const open = (counts?.late ?? 0) + (counts?.unread ?? 0);
  if (open === 0) return null;
  return (
    <span className="nav-mark" data-late={(counts?.late ?? 0) > 0 || undefined} title={strings.nav.inboxWaiting(open)}>
      {open}
    </span>
  );
}

function Clock({ clock }: { clock: ProductClock }) {
  useTicker();
  return (
    <span>
      {clock.simulated ? (
        <span className="tag" data-tone="warn">
          {strings.desk.clockSimulated}
        </span>
      ) : null}{' '}
      {clockFace(clock.nowMs())}
    </span>
  );
}
