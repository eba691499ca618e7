import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';

export type CallAction = 'dial' | 'mute' | 'hold' | 'hang_up' | 'dtmf' | 'ready' | 'break' | 'skip';

/** Which keys of the call bar do something now. A key that would do nothing is shown pale and does nothing. */
export function enabledActions(snapshot: AgentSnapshot | null): ReadonlySet<CallAction> {
  const enabled = new Set<CallAction>();
  if (!snapshot) return enabled;
  const { state, call, intent } = snapshot;
  if (snapshot.legUp) enabled.add('mute');
  if (snapshot.offer !== null) {
    enabled.add('dial');
    enabled.add('skip');
    return enabled;
  }
  // Somebody else's call: hold, keys and hang-up are its agent's.
  if (snapshot.joinedFor !== null) return enabled;
  if (state === 'reserved') {
    // A campaign that dials by itself also has cases that wait for the key: a callback, the next try after an abandoned call.
    if (snapshot.campaign?.mode === 'preview' || snapshot.previewLeftMs !== null) enabled.add('dial');
    enabled.add('skip');
  }
  if (call && state === 'talking') {
    enabled.add('hold');
    enabled.add('dtmf');
  }
  if (call && (state === 'talking' || state === 'ringing')) enabled.add('hang_up');
  if (intent === 'break') enabled.add('ready');
  if (intent === 'ready') enabled.add('break');
  return enabled;
}
