/**
 * The agent's leg as a pure machine: one call to Asterisk per shift, placed again whenever the socket or the call is lost.
 * `AgentLeg` feeds it what JsSIP and the packet counters say and carries out its effects.
 */
export type LegPhase = 'idle' | 'connecting' | 'calling' | 'up' | 'waiting' | 'closed';

export interface LegState {
  phase: LegPhase;
  socketUp: boolean;
  /** Tries since the leg was last up; sets the back-off. */
  failures: number;
  /** The call outlives its socket in Asterisk; once the socket is back, it is replaced by a call the server can reach. */
  replaceWhenSocketReturns: boolean;
  /** Something has come from the far side since it answered. */
  heard: boolean;
  /** Seconds without a packet from the far side; 0 while sound flows. */
  silentSec: number;
  endCause: string | null;
}

export type LegEvent =
  | { type: 'start' }
  | { type: 'socket_connected' }
  | { type: 'socket_lost' }
  | { type: 'answered' }
  | { type: 'ended'; cause: string }
  | { type: 'retry_due' }
  | { type: 'packets'; received: number; sent: number }
  /** The network was away and is there again. */
  | { type: 'line_back' }
  | { type: 'stop' };

export type LegEffect = { type: 'dial' } | { type: 'retry_later'; delayMs: number } | { type: 'hang_up' };

export interface LegStep {
  state: LegState;
  effects: LegEffect[];
}

export const idleLeg: LegState = {
  phase: 'idle',
  socketUp: false,
  failures: 0,
  replaceWhenSocketReturns: false,
  heard: false,
  silentSec: 0,
  endCause: null,
};

/** The holding bridge always sends silence packets: this long without any means the leg is dead, whatever SIP says. */
export const deadAfterSilentSec = 4;

const firstDelayMs = 300;
const longestDelayMs = 5_000;

export function backOffMs(failures: number): number {
  return Math.min(firstDelayMs * 2 ** Math.max(0, failures - 1), longestDelayMs);
}

export function nextLegState(state: LegState, event: LegEvent): LegStep {
  if (state.phase === 'closed') return { state, effects: [] };
  switch (event.type) {
    case 'start':
      return state.phase === 'idle' ? only({ ...state, phase: 'connecting' }) : only(state);
    case 'socket_connected':
      return socketConnected({ ...state, socketUp: true });
    case 'socket_lost':
      return socketLost({ ...state, socketUp: false });
    case 'answered':
      return only({
        ...state,
        phase: 'up',
        failures: 0,
        heard: false,
        silentSec: 0,
        endCause: null,
        replaceWhenSocketReturns: false,
      });
    case 'ended':
      return state.phase === 'calling' || state.phase === 'up' ? callLost(state, event.cause) : only(state);
    case 'retry_due':
      if (state.phase !== 'waiting') return only(state);
      return state.socketUp ? dial(state) : only({ ...state, phase: 'connecting' });
    case 'packets':
      return packetsCounted(state, event.received);
    case 'line_back':
      return lineBack(state);
    case 'stop':
      return { state: { ...state, phase: 'closed' }, effects: [{ type: 'hang_up' }] };
  }
}

const only = (state: LegState): LegStep => ({ state, effects: [] });

const dial = (state: LegState): LegStep => ({
  state: { ...state, phase: 'calling', silentSec: 0 },
  effects: [{ type: 'dial' }],
});

function socketConnected(state: LegState): LegStep {
  if (state.phase === 'connecting') return dial(state);
  // Make before break: the new call is answered before the old one is hung up, so the agent hears no gap.
  if (state.phase === 'up' && state.replaceWhenSocketReturns) return { state, effects: [{ type: 'dial' }] };
  return only(state);
}

function socketLost(state: LegState): LegStep {
  if (state.phase === 'up') return only({ ...state, replaceWhenSocketReturns: true });
  if (state.phase === 'calling') return only({ ...state, phase: 'connecting', failures: state.failures + 1 });
  return only(state);
}

/** What was tried without a network knows no way to the exchange, even when it is answered now: tried afresh, at once. */
function lineBack(state: LegState): LegStep {
  if (!state.socketUp) return only(state);
  if (state.phase === 'waiting') return dial(state);
  if (state.phase !== 'calling' && !(state.phase === 'up' && !state.heard)) return only(state);
  const again = dial(state);
  return { state: again.state, effects: [{ type: 'hang_up' }, ...again.effects] };
}

function callLost(state: LegState, cause: string): LegStep {
  const failures = state.failures + 1;
  return {
    state: { ...state, phase: 'waiting', failures, endCause: cause, silentSec: 0, replaceWhenSocketReturns: false },
    effects: [{ type: 'retry_later', delayMs: backOffMs(failures) }],
  };
}

function packetsCounted(state: LegState, received: number): LegStep {
  if (state.phase !== 'up') return only(state);
  const heard = state.heard || received > 0;
  const silentSec = received > 0 ? 0 : state.silentSec + 1;
  if (silentSec < deadAfterSilentSec) {
    const isSame = silentSec === state.silentSec && heard === state.heard;
    return isSame ? only(state) : only({ ...state, silentSec, heard });
  }
  const lost = callLost(state, 'no_media');
  return { state: lost.state, effects: [{ type: 'hang_up' }, ...lost.effects] };
}
