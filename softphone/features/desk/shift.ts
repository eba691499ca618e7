import type { DeskLogin } from '../../../core/contracts/http/desk.ts';
import { type DeskLink, openDeskLink } from '../../client/desk-link.ts';
import { ApiError } from '../../client/problem.ts';
import { createStore } from '../../client/store.ts';
import { AgentLeg, type LegView } from '../../phone/agent-leg.ts';
import { setToneSink } from '../../phone/audio-context.ts';
import type { DeviceChoice } from '../../phone/devices.ts';
import { openShift } from './desk-commands.ts';

/**
 * The SIP identity is shown once by the server; it is kept for this tab only, so that a reload in the middle of a call finds
 * its way back. It dies with the session on the server, and log-out clears it here.
 */
const identityKey = 'toritsugi.shift';
/** Early refusals are normal: Asterisk learns the new identity a moment after the browser. */
const refusalsBeforeNewIdentity = 8;

export interface Shift {
  link: DeskLink;
  leg: AgentLeg;
}

export type ShiftState =
  | { kind: 'checking' }
  | { kind: 'opening' }
  | { kind: 'failed'; error: unknown; choice: DeviceChoice }
  | { kind: 'open'; shift: Shift };

export const shiftStore = createStore<ShiftState>({ kind: 'checking' });

/** True after a reload of a tab whose devices were checked: the desk then comes back without a click. */
export function wasChecked(): boolean {
  return sessionStorage.getItem(identityKey) !== null;
}

export async function startShift(choice: DeviceChoice): Promise<void> {
  shiftStore.set({ kind: 'opening' });
  try {
    const login = keptIdentity() ?? (await newIdentity());
    const leg = await openLeg(login, choice);
    shiftStore.set({ kind: 'open', shift: { link: openDeskLink(), leg } });
    renewWhenRefused(leg, choice);
  } catch (error) {
    shiftStore.set({ kind: 'failed', error, choice });
  }
}

export function endShift(): void {
  const state = shiftStore.get();
  sessionStorage.removeItem(identityKey);
  if (state.kind === 'open') {
    state.shift.leg.close();
    state.shift.link.stop();
  }
  shiftStore.set({ kind: 'checking' });
}

async function openLeg(login: DeskLogin, choice: DeviceChoice): Promise<AgentLeg> {
  const leg = new AgentLeg({
    login,
    webSocketOrigin: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`,
    microphoneId: choice.microphone,
    speakerId: choice.speaker,
  });
  await setToneSink(choice.speaker).catch(() => undefined);
  await leg.open();
  return leg;
}

/** An identity that keeps being refused is gone (another tab, an ended log-in): ask for a new one. */
function renewWhenRefused(leg: AgentLeg, choice: DeviceChoice): void {
  const unsubscribe = leg.subscribe(() => {
    if (!isRefused(leg.view)) return;
    unsubscribe();
    const state = shiftStore.get();
    if (state.kind !== 'open' || state.shift.leg !== leg) return;
    leg.close();
    sessionStorage.removeItem(identityKey);
    void newIdentity()
      .then((login) => openLeg(login, choice))
      .then((fresh) => {
        shiftStore.set({ kind: 'open', shift: { link: state.shift.link, leg: fresh } });
        renewWhenRefused(fresh, choice);
      })
      .catch((error: unknown) => {
        state.shift.link.stop();
        shiftStore.set({ kind: 'failed', error, choice });
      });
  });
}

function isRefused(view: LegView): boolean {
  const refused = view.endCause === 'Authentication Error' || view.endCause === 'Rejected';
  return refused && view.phase === 'waiting' && view.failures >= refusalsBeforeNewIdentity;
}

function keptIdentity(): DeskLogin | null {
  const kept = sessionStorage.getItem(identityKey);
  return kept ? (JSON.parse(kept) as DeskLogin) : null;
}

async function newIdentity(): Promise<DeskLogin> {
  const login = await openShift();
  if (!login.sipSecret) {
    throw new ApiError({ code: 'desk/no-secret', title: '電話の接続情報を受け取れませんでした。', status: 0 });
  }
  sessionStorage.setItem(identityKey, JSON.stringify(login));
  return login;
}
