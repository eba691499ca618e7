import type { AgentLeg } from './agent-leg.ts';
import { type DeviceChoice, listDevices, onDevicesChanged } from './devices.ts';
import { everySecond } from './every-second.ts';
import { OutputWatch } from './output-watch.ts';
import { type BeatParts, type DeviceNow, PageBeat } from './page-beat.ts';

export interface DeviceWatchParts {
  leg: AgentLeg;
  choice: DeviceChoice;
  loginId: string;
  /** A citizen listens: silence then says something. */
  isTalking: () => boolean;
  send: BeatParts['send'];
}

/** So long without an answer to a beat: the line was away. */
const LINE_GONE_MS = 3_000;

/** All shift long: tracks, devices, socket, sleep. A headset that is plugged in again is taken again. @returns stops it */
export function watchDevices({ leg, choice, loginId, isTalking, send }: DeviceWatchParts): () => void {
  const output = new OutputWatch();
  const read = (): DeviceNow => {
    const { microphoneTrouble, socketUp, muted } = leg.view;
    const zeros = isTalking() && !muted && leg.readLevels().near === 0;
    return { microphone: microphoneTrouble ?? 'open', outputThere: output.there, socketUp, zeros };
  };
  let answeredMs: number | undefined;
  const sendAndHeed: BeatParts['send'] = async (said) => {
    const told = await send(said);
    if (told === undefined) return told;
    const now = Date.now();
    if (answeredMs !== undefined && now - answeredMs >= LINE_GONE_MS) leg.lineBack();
    answeredMs = now;
    return told;
  };
  const beat = new PageBeat({ loginId, everySecond, read, send: sendAndHeed, wallMs: () => Date.now() });
  const look = async () => {
    output.look((await listDevices()).speakers, choice.speaker);
    const { microphoneTrouble: trouble } = leg.view;
    if (trouble === 'ended' || trouble === 'missing' || trouble === 'busy') await leg.setMicrophone(choice.microphone);
    await beat.beat();
  };
  const unwatch = onDevicesChanged(() => void look());
  let before = read();
  const unsubscribe = leg.subscribe(() => {
    const now = read();
    const changed = now.microphone !== before.microphone || now.socketUp !== before.socketUp;
    before = now;
    // A track that ended is told now, not with the next second.
    if (changed) void beat.beat();
  });
  void look();
  beat.start();
  return () => {
    unwatch();
    unsubscribe();
    beat.stop();
  };
}
