import type { HeadsetButton } from '../../phone/headset-buttons.ts';
import type { Lamp } from '../../phone/headset-fields.ts';
import type { CallAction } from './call-actions.ts';

/**
 * What a headset's button does now; nothing rather than something else. The hook goes up for "answer" and down for "hang up": pressed in
 * any other moment, or echoed by the headset after its lamp changed, it means nothing.
 */
export function headsetAction(
  button: HeadsetButton,
  { enabled, muted }: { enabled: ReadonlySet<CallAction>; muted: boolean },
): CallAction | null {
  const wanted: Record<HeadsetButton, CallAction | null> = {
    off_hook: 'dial',
    on_hook: 'hang_up',
    mute: 'mute',
    mute_on: muted ? null : 'mute',
    mute_off: muted ? 'mute' : null,
  };
  const action = wanted[button];
  return action !== null && enabled.has(action) ? action : null;
}

/** Off the hook in every call, so that the buttons count; ringing while a case waits for the dial key. */
export function headsetLamps(enabled: ReadonlySet<CallAction>, muted: boolean): ReadonlySet<Lamp> {
  const lit = new Set<Lamp>();
  if (enabled.has('hang_up')) lit.add('off_hook');
  else if (enabled.has('dial')) lit.add('ring');
  if (muted) lit.add('mute');
  return lit;
}
