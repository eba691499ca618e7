import type { DeskLogin } from '../../../core/contracts/http/desk.ts';
import { type DeskLink, openDeskLink } from '../../client/desk-link.ts';
import { ownTab } from '../../client/own-tab.ts';
import { ApiError } from '../../client/problem.ts';
import { createStore } from '../../client/store.ts';
import { AgentLeg, type LegView } from '../../phone/agent-leg.ts';
import { setToneSink } from '../../phone/audio-context.ts';
import type { DeviceChoice } from '../../phone/devices.ts';
import { watchDevices } from '../../phone/watch-devices.ts';
import { strings } from '../../ui/strings.ts';
import { fetchSnapshot, openShift } from './desk-commands.ts';

/**
 * The SIP identity is shown once by the server; it is kept for this tab only, so that a reload in the middle of a call finds
 * its way back. It dies with the session on the server, and log-out clears it here.
 */
const identityKey = 'toritsugi.shift';
/** Early refusals are normal: Asterisk learns the new identity a moment after the browser. */
const refusalsBeforeGivingUp = 8;

export interface Shift {
  link: DeskLink;
  leg: AgentLeg;
  /** The page's own sign of life ends with the shift, and so does its claim to the identity. */
  stopWatching: () => void;
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
    const link = openDeskLink();
    const stopBeating = watchDevices({
      leg,
      choice,
      loginId: login.loginId,
      isTalking: () => link.store.get().snapshot?.state === 'talking',
      send: link.beat,
    });
    // A tab that was duplicated has the same identity: the two would push each other's leg out for ever.
    const release = ownTab(login.loginId, () => giveUp(shift, choice));
    const stopWatching = () => {
      stopBeating();
      release();
    };
    const shift: Shift = { link, leg, stopWatching };
    shiftStore.set({ kind: 'open', shift });
    stopWhenRefused(shift, choice);
  } catch (error) {
    shiftStore.set({ kind: 'failed', error, choice });
  }
}

export function endShift(): void {
  const state = shiftStore.get();
  checkedWith = null;
  sessionStorage.removeItem(identityKey);
  if (state.kind === 'open') {
    state.shift.stopWatching();
    state.shift.leg.close();
    state.shift.link.stop();
  }
  shiftStore.set({ kind: 'checking' });
}

export const webSocketOrigin = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;

async function openLeg(login: DeskLogin, choice: DeviceChoice): Promise<AgentLeg> {
  const leg = new AgentLeg({
    login,
    webSocketOrigin: webSocketOrigin(),
    microphoneId: choice.microphone,
    speakerId: choice.speaker,
  });
  await setToneSink(choice.speaker).catch(() => undefined);
  await leg.open();
  return leg;
}

/**
 * An identity that keeps being refused is gone: the desk was opened in another window, or the log-in ended. This window then stops
 * and asks; taking it back by itself, two windows would push each other out for ever.
 */
function stopWhenRefused(shift: Shift, choice: DeviceChoice): void {
  const unsubscribe = shift.leg.subscribe(() => {
    if (!isRefused(shift.leg.view)) return;
    unsubscribe();
    giveUp(shift, choice);
  });
}

function giveUp({ leg, link, stopWatching }: Shift, choice: DeviceChoice): void {
  const state = shiftStore.get();
  if (state.kind !== 'open' || state.shift.leg !== leg) return;
  stopWatching();
  leg.close();
  link.stop();
  sessionStorage.removeItem(identityKey);
  const error = new ApiError({ code: 'desk/identity-gone', title: strings.desk.identityGone, status: 0 });
  shiftStore.set({ kind: 'failed', error, choice });
}

function isRefused(view: LegView): boolean {
  const refused = view.endCause === 'Authentication Error' || view.endCause === 'Rejected';
  return refused && view.phase === 'waiting' && view.failures >= refusalsBeforeGivingUp;
}

function keptIdentity(): DeskLogin | null {
  const kept = sessionStorage.getItem(identityKey);
  return kept ? (JSON.parse(kept) as DeskLogin) : null;
}

/** The echo test calls the exchange before the shift does, with the identity that the shift goes on with. */
let checkedWith: DeskLogin | null = null;

export async function identityForCheck(): Promise<DeskLogin> {
  checkedWith ??= await askIdentity();
  return checkedWith;
}

async function newIdentity(): Promise<DeskLogin> {
  const login = checkedWith ?? (await askIdentity());
  checkedWith = null;
  sessionStorage.setItem(identityKey, JSON.stringify(login));
  return login;
}

async function askIdentity(): Promise<DeskLogin> {
  const login = await openShift();
  if (login.sipSecret) return login;
  throw new ApiError({ code: 'desk/no-secret', title: strings.desk.noSecret, status: 0 });
}

/**
 * A citizen is on the line of this account and hears nobody: the browser crashed, and here is a new one. Nothing is checked first. A call whose
 * sound is well is left where it is.
 */
export async function isMissedInCall(): Promise<boolean> {
  const { state, legUp } = await fetchSnapshot();
  return state === 'talking' && !legUp;
}
