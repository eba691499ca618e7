import { useEffect } from 'react';
import type { SessionView } from '../../core/contracts/http/session.ts';
import { openApprovalLink } from '../client/approval-link.ts';
import { openHandOverLink } from '../client/hand-over-link.ts';
import { openHelpLink } from '../client/help-link.ts';
import { openInboundLink } from '../client/inbound-link.ts';
import type { ProductClock } from '../client/product-clock.ts';
import { logOut, restoreSession, sessionStore } from '../client/session.ts';
import { useStore } from '../client/use-store.ts';
import { HoldBanner } from '../features/calendar/hold-banner.tsx';
import { DeskPage } from '../features/desk/desk-page.tsx';
import { HelpStrip } from '../features/desk/help-strip.tsx';
import { endShift, shiftStore } from '../features/desk/shift.ts';
import { ComplaintAlerts } from '../features/hand-overs/complaint-alerts.tsx';
import { LoginPage } from '../features/sessions/login-page.tsx';
import { TrainingMark } from '../features/training/training-mark.tsx';
import { Empty } from '../ui/empty.tsx';
import { loadNameFonts } from '../ui/load-name-fonts.ts';
import { strings } from '../ui/strings.ts';
import { Frame } from './frame.tsx';
import { pageBody } from './page-body.tsx';
import { homePage, pagesFor } from './pages.ts';
import { useRoute } from './route.ts';

const retryEveryMs = 2_000;

export function App() {
  const session = useStore(sessionStore);
  useEffect(() => void restoreSession(), []);
  useEffect(() => {
    if (session.kind !== 'unreachable') return;
    const timer = setTimeout(() => void restoreSession(), retryEveryMs);
    return () => clearTimeout(timer);
  }, [session]);
  useEffect(() => {
    if (session.kind === 'signed_out') endShift();
  }, [session.kind]);
  if (session.kind === 'loading') return null;
  if (session.kind === 'unreachable') {
    return <Empty title={strings.common.unreachableTitle}>{strings.common.unreachableBody}</Empty>;
  }
  if (session.kind === 'signed_out') return <LoginPage reason={session.reason} />;
  return <SignedIn view={session.view} clock={session.clock} />;
}

function SignedIn({ view, clock }: { view: SessionView; clock: ProductClock }) {
  const [asked, ...rest] = useRoute();
  const reachable = pagesFor(view.permissions);
  const pages = reachable.filter(({ aside }) => !aside);
  const current = reachable.find(({ name }) => name === asked)?.name ?? homePage(pages, view.staff.role);
  const leave = () => {
    endShift();
    void logOut();
  };
  const seesNames = view.permissions.some((permission) => permission === 'desk' || permission === 'search_person');
  useEffect(() => {
    if (seesNames) loadNameFonts();
  }, [seesNames]);
  const proposes = view.permissions.includes('propose');
  useEffect(() => (proposes ? openApprovalLink() : undefined), [proposes]);
  const follows = view.permissions.includes('view_hand_overs');
  useEffect(() => (follows ? openHandOverLink() : undefined), [follows]);
  const sits = view.permissions.includes('desk');
  useEffect(() => (sits ? openInboundLink() : undefined), [sits]);
  const helps = view.permissions.includes('help_agents');
  useEffect(() => (helps ? openHelpLink() : undefined), [helps]);
  const onDesk = current === 'desk';
  const shiftOpen = useStore(shiftStore).kind !== 'checking';
  return (
    <>
      {sits ? <TrainingMark /> : null}
      {onDesk && shiftOpen ? null : <HelpStrip clock={clock} />}
      <ComplaintAlerts base={proposes ? ['inbox', 'hand-overs'] : ['hand-overs']} />
      {/* The desk stays mounted behind other pages: the leg, the link and what is being typed live on. */}
      {onDesk && !shiftOpen ? (
        <Frame session={view} clock={clock} pages={pages} current={current} onLogOut={leave}>
          <DeskPage session={view} pages={pages} onLogOut={leave} />
        </Frame>
      ) : null}
      {shiftOpen ? (
        <div hidden={!onDesk} className="desk-host">
          <DeskPage session={view} pages={pages} onLogOut={leave} />
        </div>
      ) : null}
      {onDesk ? null : (
        <Frame session={view} clock={clock} pages={pages} current={current ?? ''} onLogOut={leave}>
          {view.permissions.includes('view_calendar') ? (
            <HoldBanner
              mayConfirm={view.permissions.includes('confirm_hold')}
              mayHold={view.permissions.includes('hold_dialling')}
            />
          ) : null}
          {current ? pageBody(current, rest, view, asked === undefined) : <Empty title={strings.nav.noPage} />}
        </Frame>
      )}
    </>
  );
}
