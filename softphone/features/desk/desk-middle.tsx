import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { InboundDesk } from '../inbound/inbound-desk.tsx';
import { CasePane } from './case-pane.tsx';
import { OfferPanel } from './offer-panel.tsx';
import type { useDesk } from './use-desk.ts';

const text = strings.desk.empty;

interface DeskMiddleProps {
  desk: ReturnType<typeof useDesk>;
  city: { name: string; section: string };
  phoneId: number | null;
  onSelectPhone: (id: number) => void;
}

export function DeskMiddle({ desk, city, phoneId, onSelectPhone }: DeskMiddleProps) {
  const { snapshot, caseQuery, debtQuery } = desk;
  if (snapshot?.offer)
    return (
      <main className="pane middle middle-empty">
        <OfferPanel offer={snapshot.offer} line={snapshot.line} />
      </main>
    );
  if (snapshot?.targetId != null && caseQuery.error) {
    return (
      <main className="pane middle">
        <ProblemNotice error={caseQuery.error} onRetry={() => void caseQuery.refetch()} />
      </main>
    );
  }
  if (snapshot?.targetId != null && caseQuery.data) {
    return (
      <main className="pane middle">
        <CasePane
          view={caseQuery.data}
          debt={debtQuery.data}
          debtError={debtQuery.error}
          onPayDay={desk.setPayDay}
          identityPassed={snapshot.call?.identityPassed ?? false}
          phoneId={phoneId}
          maySelectPhone={snapshot.state === 'reserved'}
          onSelectPhone={onSelectPhone}
        />
      </main>
    );
  }
  if (snapshot?.call && snapshot.call.direction !== 'synthetic' && snapshot.targetId === null && !snapshot.joinedFor) {
    return (
      <main className="pane middle">
        <InboundDesk key={snapshot.call.id} snapshot={snapshot} city={city} />
      </main>
    );
  }
  return (
    <main className="pane middle middle-empty">
      {snapshot?.targetId != null ? <span className="muted">{strings.common.loading}</span> : <Waiting desk={desk} />}
    </main>
  );
}

function Waiting({ desk }: { desk: ReturnType<typeof useDesk> }) {
  const { snapshot, leg } = desk;
  if (snapshot?.joinedFor)
    return <Empty title={strings.others.title}>{strings.others.joinedFor(snapshot.joinedFor)}</Empty>;
  if (snapshot?.intent === 'ready' && snapshot.state === 'break')
    return (
      <Empty title={text.stoppedTitle}>
        {leg.microphoneTrouble ? strings.desk.trouble[leg.microphoneTrouble] : (snapshot.notice ?? '')}{' '}
        {text.stoppedBody}
      </Empty>
    );
  if (snapshot?.intent === 'ready') return <Empty title={text.waitTitle}>{text.waitBody}</Empty>;
  if (snapshot?.campaign || snapshot?.pool) return <Empty title={text.breakTitle}>{text.breakBody}</Empty>;
  const practising = desk.campaigns.data?.some(({ training }) => training) ?? false;
  return <Empty title={text.chooseTitle}>{practising ? text.practiceBody : text.chooseBody}</Empty>;
}
