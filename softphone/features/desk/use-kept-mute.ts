import { useEffect, useRef } from 'react';
import type { AgentLeg } from '../../phone/agent-leg.ts';

const keptKey = 'toritsugi.muted-call';

/**
 * A mute belongs to its call: it outlives a reload of the page, and never reaches the next citizen, who would hear nobody.
 */
export function useKeptMute(leg: AgentLeg, muted: boolean, callId: string | null): void {
  const call = useRef<string | null>(null);
  useEffect(() => {
    if (call.current === callId) return;
    call.current = callId;
    const kept = sessionStorage.getItem(keptKey);
    if (callId !== null && kept === callId) leg.setMuted(true);
    else if (callId !== null || kept !== null) {
      sessionStorage.removeItem(keptKey);
      if (callId !== null) leg.setMuted(false);
    }
  }, [callId, leg]);
  useEffect(() => {
    if (callId === null || call.current !== callId) return;
    if (muted) sessionStorage.setItem(keptKey, callId);
    else if (sessionStorage.getItem(keptKey) === callId) sessionStorage.removeItem(keptKey);
  }, [muted, callId]);
}
