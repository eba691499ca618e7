import type { AgentStateName } from '../../../core/contracts/calls.ts';
import type { SubjectView } from '../../../core/contracts/http/desk.ts';
import type { SessionView } from '../../../core/contracts/http/session.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import type { ProductClock } from '../../client/product-clock.ts';
import { clockFace, duration } from '../../ui/format.ts';
import { agentStateLabel, strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { useTicker } from '../../ui/use-ticker.ts';
import type { ShiftEntry } from './shift-log.ts';
import { contactsIn } from './shift-log.ts';
import { StateShape } from './state-shape.tsx';

interface TopBarProps {
  session: SessionView;
  snapshot: AgentSnapshot | null;
  clock: ProductClock | null;
  subject: SubjectView | null;
  log: readonly ShiftEntry[];
  pages: readonly { name: string; label: string }[];
  onLogOut: () => void;
}

export function TopBar({ session, snapshot, clock, subject, log, pages, onLogOut }: TopBarProps) {
  const { staff, city } = session;
  return (
    <header className="desk-top">
      <span className="desk-brand">
        <strong>{strings.login.title}</strong> {city.name} <span className="muted">{city.section}</span>
      </span>
      <StateBadge snapshot={snapshot} clock={clock} />
      <span className="desk-subject" style={subject ? { borderColor: subject.colour } : undefined}>
        {subject ? (
          <SubjectStripe
            name={subject.name}
            colour={subject.colour}
            callerId={subject.callerId}
            called={snapshot?.call?.direction === 'inbound'}
          />
        ) : (
          <span className="muted">—</span>
        )}
      </span>
      <span className="desk-rate" title={strings.desk.left.thisShift}>
        {strings.desk.left.contacts} <strong>{contactsIn(log)}</strong>/{log.length}
      </span>
      <Clock clock={clock} />
      <DeskLinks pages={pages.filter(({ name }) => name !== 'desk')} />
      <span className="desk-who">
        {staff.displayName}
        {staff.seatNo ? strings.desk.seat(String(staff.seatNo).padStart(2, '0')) : ''}
      </span>
      <button type="button" className="link-button" onClick={onLogOut}>
        {strings.desk.bar.logOut}
      </button>
    </header>
  );
}

/** So few that they never push the line of the call aside; more of them open below. */
const LINKS_IN_BAR = 2;

function DeskLinks({ pages }: Pick<TopBarProps, 'pages'>) {
  const links = pages.map(({ name, label }) => (
    <a key={name} href={`#/${name}`}>
      {label}
    </a>
  ));
  return (
    <nav aria-label={strings.nav.main} className="desk-links">
      {links.length <= LINKS_IN_BAR ? (
        links
      ) : (
        <details className="desk-menu">
          <summary>{strings.nav.others}</summary>
          <span>{links}</span>
        </details>
      )}
    </nav>
  );
}

/** In these a break is only wished for. */
const busy: readonly AgentStateName[] = ['ringing', 'talking', 'wrap_up'];

function StateBadge({ snapshot, clock }: { snapshot: AgentSnapshot | null; clock: ProductClock | null }) {
  useTicker();
  const state = snapshot?.state ?? 'offline';
  // Ready by will, and yet nobody is put through: no break of the agent's.
  const isStopped = state === 'break' && snapshot?.intent === 'ready';
  const label = isStopped ? strings.desk.stopped : agentStateLabel[state];
  const since = snapshot && clock ? (clock.nowMs() - Date.parse(snapshot.since)) / 1000 : 0;
  return (
    <span className="state" data-state={state} data-stopped={isStopped || undefined} role="status" aria-label={label}>
      <span className="state-shape" aria-hidden>
        <StateShape state={state} />
      </span>
      <strong>{label}</strong>
      <span className="state-timer" aria-hidden>
        {duration(since)}
      </span>
      {snapshot?.intent === 'break' && busy.includes(state) ? (
        <span className="state-next">{strings.desk.thenBreak}</span>
      ) : null}
    </span>
  );
}

function Clock({ clock }: { clock: ProductClock | null }) {
  useTicker();
  return (
    <span className="desk-clock">
      {clock?.simulated ? (
        <span className="tag" data-tone="warn">
          {strings.desk.clockSimulated}
        </span>
      ) : null}
      {clock ? clockFace(clock.nowMs()) : ''}
    </span>
  );
}
