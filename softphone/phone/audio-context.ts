/** `setSinkId` on AudioContext is in Chromium since 110 and not yet in the DOM types. */
interface SinkAudioContext extends AudioContext {
  setSinkId?: (sinkId: string) => Promise<void>;
}

let shared: SinkAudioContext | undefined;

export function sharedAudioContext(): AudioContext {
  shared ??= new AudioContext({ latencyHint: 'interactive' });
  // Suspended until the first gesture on the page; the device check begins with a click.
  if (shared.state === 'suspended') void shared.resume();
  return shared;
}

export async function setToneSink(deviceId: string): Promise<void> {
  const context = sharedAudioContext() as SinkAudioContext;
  await context.setSinkId?.(deviceId === 'default' ? '' : deviceId);
}
