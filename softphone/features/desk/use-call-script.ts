import { useQuery } from '@tanstack/react-query';
import type { CallScript } from '../../../core/contracts/http/desk.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { fetchCallScript } from './desk-commands.ts';

/** What to say to a citizen who called: there is no case in hand then. Read again when the check passes and when a person is chosen. */
export function useCallScript(snapshot: AgentSnapshot | null): CallScript | undefined {
  // Somebody else's call has no words for me.
  const call = snapshot?.targetId == null && snapshot?.joinedFor == null ? (snapshot?.call ?? null) : null;
  const query = useQuery({
    queryKey: ['desk', 'call-script', call?.id ?? null, call?.identityPassed ?? false],
    queryFn: ({ signal }) => fetchCallScript(call?.id ?? '', signal),
    enabled: call !== null,
    // The person is chosen meanwhile, by another panel.
    refetchInterval: 4_000,
    placeholderData: (previous, before) => (before?.queryKey[2] === call?.id ? previous : undefined),
  });
  return call === null ? undefined : query.data;
}
