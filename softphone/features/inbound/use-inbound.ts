import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { InboundCase, InboundPop } from '../../../core/contracts/http/inbound.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { get, post, queryString } from '../../client/http.ts';

/** Until the two are joined the pop is asked again: the notice ends, or somebody else names the caller. */
const JOINING_MS = 1_000;

/** Who is on the line: candidates first, then the case of the one who was chosen, and the debt only past the check of that very person. */
export function useInbound(snapshot: AgentSnapshot) {
  const callId = snapshot.call?.id ?? '';
  const passedBySnapshot = snapshot.call?.identityPassed ?? false;
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [payDay, setPayDay] = useState<string | null>(null);
  const at = `/api/inbound/calls/${callId}`;
  const pop = useQuery({
    queryKey: ['inbound', 'pop', callId],
    queryFn: ({ signal }) => get<InboundPop>(at, signal),
    refetchInterval: ({ state }) => (state.data?.connected === false ? JOINING_MS : false),
  });
  const personId = pop.data?.personId ?? null;
  const person = useQuery({
    queryKey: ['inbound', 'case', callId, personId, passedBySnapshot],
    queryFn: ({ signal }) => get<InboundCase>(`${at}/case`, signal),
    enabled: personId !== null,
  });
  const passed = person.data?.identityPassed === true;
  const debt = useQuery({
    queryKey: ['inbound', 'debt', callId, personId, payDay],
    queryFn: ({ signal }) => get<DebtView>(`${at}/debt${queryString({ on: payDay ?? undefined })}`, signal),
    enabled: personId !== null && passed,
    retry: 1,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was unlocked for one call or person is not kept in the browser after it
  useEffect(() => {
    setPayDay(null);
    setProblem(null);
    return () => client.removeQueries({ queryKey: ['inbound', 'debt'] });
  }, [callId, personId, client]);
  const pick = async (chosen: number | null, via: 'number' | 'search') => {
    setProblem(null);
    try {
      await post(`${at}/person`, { personId: chosen, via });
      await client.invalidateQueries({ queryKey: ['inbound'] });
      await client.invalidateQueries({ queryKey: ['desk', 'call-script'] });
    } catch (error) {
      setProblem(error);
    }
  };
  return { pop, person, debt, passed, pick, problem, setPayDay };
}
