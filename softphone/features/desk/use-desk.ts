import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { productClock } from '../../client/product-clock.ts';
import { useStore } from '../../client/use-store.ts';
import { playConnectTone } from '../../phone/tones.ts';
import { enabledActions } from './call-actions.ts';
import { fetchCampaigns, fetchCase, fetchDebt } from './desk-commands.ts';
import type { Shift } from './shift.ts';
import { workChoice } from './work-choice.ts';

export type Pad = 'dtmf' | 'break' | 'skip' | null;
export type DigitTarget = 'identity' | 'result' | 'none';

const keptChoiceKey = 'toritsugi.work-choice';

/** Everything the desk shows, derived from the server's snapshot; the page adds only what the agent is just typing. */
export function useDesk(shift: Shift, debtBeforeDial: boolean) {
  const { link, snapshot } = useStore(shift.link.store);
  const leg = useSyncExternalStore(shift.leg.subscribe, () => shift.leg.view);
  const clock = useMemo(() => (snapshot ? productClock(snapshot) : null), [snapshot]);
  const [chosen, setChosen] = useState<string | null>(() => sessionStorage.getItem(keptChoiceKey));
  const campaigns = useQuery({
    queryKey: ['desk', 'campaigns'],
    queryFn: ({ signal }) => fetchCampaigns(signal),
    refetchInterval: 5_000,
  });
  const choice = workChoice(snapshot, chosen, campaigns.data);
  // Set when the snapshot arrives: its milliseconds count from that moment.
  const previewEndsAtMs = useMemo(
    () => (snapshot?.previewLeftMs == null ? null : performance.now() + snapshot.previewLeftMs),
    [snapshot],
  );
  const choose = (id: string) => {
    sessionStorage.setItem(keptChoiceKey, id);
    setChosen(id);
  };
  return {
    link,
    leg,
    snapshot,
    clock,
    campaigns,
    choice,
    choose,
    previewEndsAtMs,
    enabled: enabledActions(snapshot),
    ...useCase(snapshot, debtBeforeDial),
  };
}

/** @param debtBeforeDial the city lets the agent see everything until the dial; the api refuses where it does not */
function useCase(snapshot: AgentSnapshot | null, debtBeforeDial: boolean) {
  const targetId = snapshot?.targetId ?? null;
  const identityPassed = snapshot?.call?.identityPassed ?? false;
  const caseQuery = useQuery({
    // The identity check opens the rest of the script, so the case is read again after it.
    queryKey: ['desk', 'case', targetId, snapshot?.call?.id ?? null, identityPassed],
    queryFn: ({ signal }) => fetchCase(targetId ?? 0, signal),
    enabled: targetId !== null,
    // The same person again after the dial is not a new picture: keep it, nothing may jump.
    placeholderData: (previous) => (previous?.targetId === targetId ? previous : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const callId = snapshot?.call?.id ?? null;
  const debtShown = identityPassed || (debtBeforeDial && callId === null);
  // A day of payment asked about in one case is not the next one's.
  const [asked, setAsked] = useState<{ targetId: number | null; day: string | null }>({ targetId: null, day: null });
  const payDay = asked.targetId === targetId ? asked.day : null;
  const debtQuery = useQuery({
    queryKey: ['desk', 'debt', targetId, callId, payDay],
    queryFn: ({ signal }) => fetchDebt(targetId ?? 0, payDay, signal),
    enabled: targetId !== null && debtShown,
    // Another day of the same case: the table stands until its charges are there.
    placeholderData: (previous, query) =>
      query?.queryKey[2] === targetId && query.queryKey[3] === callId && debtShown ? previous : undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
  const client = useQueryClient();
  useEffect(() => {
    // What was unlocked for one call is not kept in the browser after it.
    if (targetId === null) client.removeQueries({ queryKey: ['desk', 'debt'] });
  }, [targetId, client]);
  // A third party took the telephone: what an earlier check had opened leaves the screen.
  const debt = { data: debtShown ? debtQuery.data : undefined, error: debtShown ? debtQuery.error : null };
  return { caseQuery, debtQuery: debt, setPayDay: (day: string | null) => setAsked({ targetId, day }) };
}

/**
 * The only sound of the product: when the citizen's telephone begins to ring, a colleague asks, or a citizen who called is brought to this
 * desk. A page that opens in mid-call is silent.
 */
export function useConnectTone(snapshot: AgentSnapshot | null): void {
  const played = useRef<string | null | undefined>(undefined);
  const callId = snapshot?.call?.id ?? null;
  const state = snapshot?.state ?? null;
  useEffect(() => {
    if (state === null) return;
    const before = played.current;
    // The same call may be offered again.
    if (callId === null) played.current = null;
    if (callId === null || before === callId || (state !== 'ringing' && state !== 'talking')) return;
    played.current = callId;
    if (before !== undefined || state === 'ringing') playConnectTone();
  }, [state, callId]);
}
