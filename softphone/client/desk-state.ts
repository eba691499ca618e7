import type { AgentSnapshot } from '../../core/contracts/realtime.ts';

/** How the desk hears from the server. `late`: connected again, but the first snapshot after it has not come yet. */
export type LinkState = 'connecting' | 'live' | 'late' | 'lost';

export interface DeskState {
  link: LinkState;
  snapshot: AgentSnapshot | null;
  /** Why the session ended, when the server said so. */
  ended: string | null;
}

export type DeskEvent =
  | { type: 'snapshot'; snapshot: AgentSnapshot }
  | { type: 'connected' }
  | { type: 'disconnected' }
  | { type: 'ended'; reason: string };

export const initialDeskState: DeskState = { link: 'connecting', snapshot: null, ended: null };

/**
 * The identity check is written by the api, not by telephony, and therefore moves no sequence: for the same call the picture sent later
 * counts, so that a third party who takes the telephone closes what was open, and no old message undoes either.
 */
function changesIdentity(shown: AgentSnapshot, next: AgentSnapshot): boolean {
  if (next.seq !== shown.seq || !shown.call || next.call?.id !== shown.call.id) return false;
  const isSame = JSON.stringify(next.call.identity) === JSON.stringify(shown.call.identity);
  if (next.call.identityPassed === shown.call.identityPassed && isSame) return false;
  return next.call.identityPassed && !shown.call.identityPassed
    ? next.productNow >= shown.productNow
    : next.productNow > shown.productNow;
}

/**
 * A snapshot that is not newer than the shown one is dropped, so that an event can neither go back in time nor count
 * twice. One with the same sequence still proves that the link lives.
 */
export function reduceDesk(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'snapshot': {
      const shown = state.snapshot;
      const newer = shown === null || event.snapshot.seq > shown.seq || changesIdentity(shown, event.snapshot);
      if (!newer && state.link === 'live') return state;
      return { ...state, link: 'live', snapshot: newer ? event.snapshot : shown };
    }
    case 'connected':
      return state.link === 'live' ? state : { ...state, link: state.snapshot ? 'late' : 'connecting' };
    case 'disconnected':
      return { ...state, link: state.snapshot ? 'lost' : 'connecting' };
    case 'ended':
      return { ...state, ended: event.reason };
  }
}
