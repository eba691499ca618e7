import { useEffect, useRef } from 'react';
import { browserHid, HeadsetButtons } from '../../phone/headset-buttons.ts';
import type { CallAction } from './call-actions.ts';
import { headsetAction, headsetLamps } from './headset-action.ts';

interface HeadsetContext {
  enabled: ReadonlySet<CallAction>;
  muted: boolean;
  act: (action: CallAction) => void;
}

/** The buttons of a headset that was allowed in the device check; without one, nothing. */
export function useHeadset(context: HeadsetContext): void {
  const latest = useRef(context);
  latest.current = context;
  const buttons = useRef<HeadsetButtons | null>(null);
  const { enabled, muted } = context;
  useEffect(() => {
    const hid = browserHid();
    if (!hid) return;
    const opened = new HeadsetButtons(hid, (button) => {
      const action = headsetAction(button, latest.current);
      if (action) latest.current.act(action);
    });
    buttons.current = opened;
    const show = () => opened.show(headsetLamps(latest.current.enabled, latest.current.muted));
    // Refused by a policy of the machine: the keys do the same.
    void opened.resume().then(show, () => undefined);
    return () => {
      buttons.current = null;
      void opened.close();
    };
  }, []);
  useEffect(() => {
    void buttons.current?.show(headsetLamps(enabled, muted));
  }, [enabled, muted]);
}
