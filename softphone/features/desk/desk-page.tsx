import { useEffect } from 'react';
import type { SessionView } from '../../../core/contracts/http/session.ts';
import { endLocally } from '../../client/session.ts';
import { useStore } from '../../client/use-store.ts';
import { readDeviceChoice } from '../../phone/devices.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { Desk } from './desk.tsx';
import { DeviceCheck } from './device-check.tsx';
import { endShift, isMissedInCall, type Shift, shiftStore, startShift, wasChecked } from './shift.ts';

interface DeskPageProps {
  session: SessionView;
  pages: readonly { name: string; label: string }[];
  onLogOut: () => void;
}

/** A citizen who waits for this agent is found so soon. */
const LOOK_EVERY_MS = 1_000;

/** Device check → shift (SIP identity, leg, live link) → desk. */
export function DeskPage(props: DeskPageProps) {
  const state = useStore(shiftStore);
  useEffect(() => {
    if (shiftStore.get().kind === 'checking' && wasChecked()) void startShift(readDeviceChoice());
  }, []);
  const isChecking = state.kind === 'checking';
  useEffect(() => {
    if (!isChecking) return;
    const look = async () => {
      // Asked again: that the sound is gone may not have been noticed yet.
      if (!wasChecked() && (await isMissedInCall().catch(() => false)) && shiftStore.get().kind === 'checking')
        void startShift(readDeviceChoice());
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isChecking]);
  if (state.kind === 'checking') return <DeviceCheck onPassed={(choice) => void startShift(choice)} />;
  if (state.kind === 'opening') return <Empty title={strings.common.loading} />;
  if (state.kind === 'failed') {
    return (
      <main className="check">
        <ProblemNotice error={state.error} onRetry={() => void startShift(state.choice)} />
      </main>
    );
  }
  return <OpenDesk {...props} shift={state.shift} />;
}

function OpenDesk({ shift, ...props }: DeskPageProps & { shift: Shift }) {
  const { ended, snapshot } = useStore(shift.link.store);
  const callId = snapshot?.call?.id ?? null;
  const needsDesk = snapshot?.targetId != null || callId !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: also from one citizen's call straight to the next
  useEffect(() => {
    // A person on another page is brought back before the telephone rings, and by a citizen who calls.
    if (needsDesk && location.hash !== '#/desk') location.hash = '#/desk';
  }, [needsDesk, callId]);
  useEffect(() => {
    if (ended === null) return;
    endShift();
    endLocally('ended');
  }, [ended]);
  return <Desk shift={shift} {...props} />;
}
