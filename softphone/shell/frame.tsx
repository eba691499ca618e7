import { Menu } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import type { SessionView } from '../../core/contracts/http/session.ts';
import { approvalCounts } from '../client/approval-link.ts';
import { handOverCounts } from '../client/hand-over-link.ts';
import type { ProductClock } from '../client/product-clock.ts';
import { useStore } from '../client/use-store.ts';
import { WaitingStrip } from '../features/inbound/waiting-strip.tsx';
import { clockFace } from '../ui/format.ts';
import { roleLabel, strings } from '../ui/strings.ts';
import { useTicker } from '../ui/use-ticker.ts';
import { menuOf, type PageEntry } from './pages.ts';
import '../ui/page.css';

interface FrameProps {
  session: SessionView;
  clock: ProductClock;
  pages: readonly PageEntry[];
  current: string;
  onLogOut: () => void;
  children: ReactNode;
}

export function Frame({ session, clock, pages, current, onLogOut, children }: FrameProps) {
  const main = useRef<HTMLElement>(null);
  const { often, seldom } = menuOf(pages);
  return (
    <div className="frame">
      <header className="frame-top">
        {/* No link: what stands behind the hash is the page. */}
        <button type="button" className="frame-skip" onClick={() => main.current?.focus()}>
          {strings.nav.skip}
        </button>
        <span className="frame-brand">
          {strings.login.title} <span>{session.city.name}</span>
        </span>
        <nav className="frame-nav" aria-label={strings.nav.main}>
          {often.map(({ name, label }) => (
            <a key={name} href={`#/${name}`} aria-current={name === current ? 'page' : undefined}>
              {label}
              {name === 'inbox' ? <InboxMark /> : null}
              {name === 'hand-overs' ? <HandOverMark /> : null}
            </a>
          ))}
          {seldom.length > 0 ? <SeldomMenu pages={seldom} current={current} /> : null}
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
      <main className="page" ref={main} tabIndex={-1}>
        <div className="page-inner">{children}</div>
      </main>
      <WaitingStrip clock={clock} />
    </div>
  );
}

/** Enter opens it, arrows walk, Escape leaves. The page one is on stands on the button: nobody is on a page without a name. */
function SeldomMenu({ pages, current }: { pages: readonly PageEntry[]; current: string }) {
  const here = pages.find(({ name }) => name === current);
  return (
    <Menu position="bottom-end" offset={2} loop={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="frame-more" aria-current={here ? 'page' : undefined}>
          {here ? here.label : strings.nav.more} <span aria-hidden>▾</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={strings.nav.more}>
        {pages.map(({ name, label }) => (
          <Menu.Item
            key={name}
            component="a"
            href={`#/${name}`}
            aria-current={name === current ? 'page' : undefined}
            className="frame-more-item"
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
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
