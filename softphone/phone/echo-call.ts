import { UA, WebSocketInterface } from 'jssip';
import type { DeskLogin } from '../../core/contracts/http/desk.ts';
import { sharedAudioContext } from './audio-context.ts';
import type { DeviceChoice } from './devices.ts';
import { openMicrophone } from './devices.ts';
import { EchoEar, type EchoMeasure, MARK_AMPLITUDE, MARK_HERTZ, MARK_SEC, MARKS_AT_SEC } from './echo-ear.ts';
import { type LevelMeter, meterOf } from './level-meter.ts';

/** `silent`: the exchange answered, and nothing came back; `away`: it did not answer. */
export type EchoOutcome = { kind: 'heard'; measure: EchoMeasure } | { kind: 'silent' } | { kind: 'away' };

export interface EchoParts {
  login: DeskLogin;
  webSocketOrigin: string;
  choice: DeviceChoice;
  /** The sound that comes back can be read from here on. */
  onSound: (meter: LevelMeter) => void;
}

/** The exchange learns a new identity a moment after the browser. */
const CALLS = 4;
const CALL_AGAIN_MS = 400;
const ANSWER_WITHIN_MS = 3_000;
const GATHER_WITHIN_MS = 500;
/** The way stands and its buffers have settled. */
const SETTLE_SEC = 0.3;
const LISTEN_SEC = SETTLE_SEC + Math.max(...MARKS_AT_SEC) + 1.2;
const LISTEN_EVERY_MS = 40;
/** The most a browser keeps, 0.7 s: a look that comes late misses nothing. */
const EAR_SAMPLES = 32_768;

/**
 * The agent hears their own voice by way of the exchange: microphone, line, exchange, speaker in one. Short marks in it, sent while the
 * microphone is held back, tell how long the way is and how loud the far end. Ends by itself after some seconds.
 * @throws DOMException when the microphone cannot be opened
 */
export async function hearOwnEcho(parts: EchoParts): Promise<EchoOutcome> {
  const context = sharedAudioContext();
  const microphone = await openMicrophone(parts.choice.microphone);
  const voice = context.createGain();
  const way = context.createMediaStreamDestination();
  const source = context.createMediaStreamSource(microphone);
  source.connect(voice).connect(way);
  const speaker = new Audio();
  const ua = new UA({
    sockets: [new WebSocketInterface(`${parts.webSocketOrigin}${parts.login.webSocketPath}`)],
    uri: parts.login.sipUri,
    authorization_user: parts.login.sipUser,
    password: parts.login.sipSecret,
    realm: parts.login.realm,
    register: false,
    session_timers: false,
  });
  try {
    ua.start();
    const back = await call(ua, parts.login.echoUri, way.stream);
    if (back === null) return { kind: 'away' };
    await speaker.setSinkId(parts.choice.speaker === 'default' ? '' : parts.choice.speaker).catch(() => undefined);
    speaker.srcObject = back;
    await speaker.play().catch(() => undefined);
    const meter = meterOf(back, context);
    parts.onSound(meter);
    const measure = await listen(context, back, { voice, way });
    meter.stop();
    return measure ? { kind: 'heard', measure } : { kind: 'silent' };
  } finally {
    ua.stop();
    source.disconnect();
    for (const track of microphone.getTracks()) track.stop();
    speaker.srcObject = null;
  }
}

/** @returns what comes back; null when the exchange does not answer */
async function call(ua: UA, uri: string, stream: MediaStream): Promise<MediaStream | null> {
  for (let time = 0; time < CALLS; time += 1) {
    if (time > 0) await sleep(CALL_AGAIN_MS);
    const back = await callOnce(ua, uri, stream);
    if (back) return back;
  }
  return null;
}

function callOnce(ua: UA, uri: string, stream: MediaStream): Promise<MediaStream | null> {
  return new Promise((resolve) => {
    const session = ua.call(uri, {
      mediaStream: stream,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: [] },
    });
    const timer = setTimeout(() => {
      resolve(null);
      if (!session.isEnded()) session.terminate();
    }, ANSWER_WITHIN_MS);
    let capped = false;
    session.on('icecandidate', ({ ready }) => {
      if (!capped) setTimeout(ready, GATHER_WITHIN_MS);
      capped = true;
    });
    session.on('failed', () => {
      clearTimeout(timer);
      resolve(null);
    });
    session.on('confirmed', () => {
      clearTimeout(timer);
      const tracks = session.connection.getReceivers().flatMap(({ track }) => (track?.kind === 'audio' ? [track] : []));
      resolve(new MediaStream(tracks));
    });
  });
}

async function listen(
  context: AudioContext,
  back: MediaStream,
  { voice, way }: { voice: GainNode; way: AudioNode },
): Promise<EchoMeasure | null> {
  const source = context.createMediaStreamSource(back);
  const analyser = context.createAnalyser();
  analyser.fftSize = EAR_SAMPLES;
  source.connect(analyser);
  const ear = new EchoEar(context.sampleRate);
  const samples = new Float32Array(EAR_SAMPLES);
  const firstSentAtSec = context.currentTime + SETTLE_SEC;
  for (const after of MARKS_AT_SEC) sendMark(context, firstSentAtSec + after, { voice, way });
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    ear.hear(samples, context.currentTime);
  }, LISTEN_EVERY_MS);
  await sleep(LISTEN_SEC * 1_000);
  clearInterval(timer);
  source.disconnect();
  return ear.measure(firstSentAtSec);
}

/** The voice is held back for as long, so that the mark is alone. */
function sendMark(context: AudioContext, atSec: number, { voice, way }: { voice: GainNode; way: AudioNode }): void {
  const endSec = atSec + MARK_SEC;
  voice.gain.setValueAtTime(0, atSec - 0.01);
  voice.gain.setValueAtTime(1, endSec + 0.01);
  const mark = context.createOscillator();
  const level = context.createGain();
  mark.frequency.value = MARK_HERTZ;
  level.gain.value = MARK_AMPLITUDE;
  mark.connect(level).connect(way);
  mark.start(atSec);
  mark.stop(endSec);
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
