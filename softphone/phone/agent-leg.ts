import { UA, WebSocketInterface } from 'jssip';
import type { DeskLogin } from '../../core/contracts/http/desk.ts';
import { sharedAudioContext } from './audio-context.ts';
import {
  backOffMs,
  idleLeg,
  type LegEffect,
  type LegEvent,
  type LegPhase,
  type LegState,
  nextLegState,
} from './leg-state.ts';
import { type LevelMeter, meterOf } from './level-meter.ts';
import { Microphone, type MicrophoneTrouble, troubleOf } from './microphone.ts';
import { PacketCounter, type PacketCounts } from './packet-counts.ts';

/** Gathering on a closed network finds the host addresses at once; JsSIP itself would wait for ever for the rest. */
const iceGatheringCapMs = 500;
const statsEveryMs = 1_000;
/** An answer that never comes: the exchange is away although its proxy is not. */
const answerWithinMs = 8_000;

export interface LegView {
  phase: LegPhase;
  socketUp: boolean;
  muted: boolean;
  /** Packets of the last second, in both directions: the proof that sound can flow. */
  packets: PacketCounts | null;
  microphoneTrouble: MicrophoneTrouble;
  /** Why the leg was last lost, in JsSIP's words or `no_media`. */
  endCause: string | null;
  failures: number;
}

export interface AgentLegOptions {
  login: DeskLogin;
  /** `ws:` or `wss:` and host of the page. */
  webSocketOrigin: string;
  microphoneId: string;
  speakerId: string;
}

type RTCSession = ReturnType<UA['call']>;

/**
 * The agent's telephone leg, the only user of JsSIP: no registration, one call per shift, kept up until `close`.
 * `view` and `subscribe` fit `useSyncExternalStore`.
 */
export class AgentLeg {
  #options: AgentLegOptions;
  #ua: UA | null = null;
  #current: RTCSession | null = null;
  /** A second call that is to replace the current one, see `socketConnected` in leg-state. */
  #next: RTCSession | null = null;
  #state: LegState = idleLeg;
  #view: LegView;
  #listeners = new Set<() => void>();
  #microphone: Microphone | null = null;
  /** Why there is no microphone at all. */
  #openTrouble: MicrophoneTrouble = null;
  #nearMeter: LevelMeter | null = null;
  #farMeter: LevelMeter | null = null;
  #speaker = new Audio();
  #counter = new PacketCounter();
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #statsTimer: ReturnType<typeof setInterval> | undefined;
  #muted = false;

  constructor(options: AgentLegOptions) {
    this.#options = options;
    this.#speaker.autoplay = true;
    this.#view = this.#makeView(null);
  }

  get view(): LegView {
    return this.#view;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens microphone, socket and call. A microphone that cannot be opened is told in `view`, not thrown. */
  async open(): Promise<void> {
    await this.setSpeaker(this.#options.speakerId);
    await this.setMicrophone(this.#options.microphoneId);
    if (this.#state.phase !== 'idle') return;
    const { login, webSocketOrigin } = this.#options;
    this.#ua = new UA({
      sockets: [new WebSocketInterface(`${webSocketOrigin}${login.webSocketPath}`)],
      uri: login.sipUri,
      authorization_user: login.sipUser,
      password: login.sipSecret,
      realm: login.realm,
      register: false,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 2,
    });
    this.#ua.on('connected', () => this.#dispatch({ type: 'socket_connected' }));
    this.#ua.on('disconnected', () => this.#dispatch({ type: 'socket_lost' }));
    this.#statsTimer = setInterval(() => void this.#countPackets(), statsEveryMs);
    this.#dispatch({ type: 'start' });
    this.#ua.start();
  }

  close(): void {
    clearInterval(this.#statsTimer);
    this.#dispatch({ type: 'stop' });
    for (const timer of this.#timers) clearTimeout(timer);
    this.#ua?.stop();
    this.#nearMeter?.stop();
    this.#farMeter?.stop();
    this.#microphone?.close();
    this.#speaker.srcObject = null;
    this.#listeners.clear();
  }

  /** The network was away and is there again, as the page knows from its own line. */
  lineBack(): void {
    this.#dispatch({ type: 'line_back' });
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#microphone?.setMuted(muted);
    this.#publish();
  }

  async setSpeaker(deviceId: string): Promise<void> {
    this.#options = { ...this.#options, speakerId: deviceId };
    // A speaker that was unplugged since: sound goes on with the system's own.
    await this.#speaker.setSinkId(deviceId === 'default' ? '' : deviceId).catch(() => undefined);
  }

  /** Changes the microphone under a running call: the track is replaced, nothing is renegotiated. */
  async setMicrophone(deviceId: string): Promise<void> {
    this.#options = { ...this.#options, microphoneId: deviceId };
    try {
      const opened = await Microphone.open(deviceId, () => this.#publish());
      if (this.#state.phase === 'closed') return opened.close();
      opened.setMuted(this.#muted);
      this.#microphone?.close();
      this.#microphone = opened;
      this.#openTrouble = null;
      this.#nearMeter?.stop();
      this.#nearMeter = meterOf(opened.stream, sharedAudioContext());
      for (const session of [this.#current, this.#next]) {
        const sender = session?.connection?.getSenders().find(({ track }) => track?.kind === 'audio');
        if (sender && opened.track) await sender.replaceTrack(opened.track);
      }
      this.#publish();
    } catch (error) {
      const trouble = troubleOf(error);
      // With another one open the agent is heard all the same.
      if (this.#microphone === null || this.#microphone.trouble === 'ended') this.#openTrouble = trouble;
      this.#publish(trouble);
    }
  }

  /** Loudness now, 0 to 1; cheap enough for every animation frame. */
  readLevels(): { near: number; far: number } {
    return { near: this.#muted ? 0 : (this.#nearMeter?.read() ?? 0), far: this.#farMeter?.read() ?? 0 };
  }

  #dispatch(event: LegEvent): void {
    const step = nextLegState(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#carryOut(effect);
    this.#publish();
  }

  #carryOut(effect: LegEffect): void {
    if (effect.type === 'dial') this.#dial();
    else if (effect.type === 'hang_up') this.#hangUpAll();
    else this.#later(effect.delayMs, () => this.#dispatch({ type: 'retry_due' }));
  }

  #later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }

  #dial(): void {
    const ua = this.#ua;
    const stream = this.#microphone?.stream;
    if (!ua || !stream) {
      this.#later(0, () => this.#dispatch({ type: 'ended', cause: 'no_microphone' }));
      return;
    }
    const session = ua.call(this.#options.login.legUri, {
      mediaStream: stream,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: [] },
    });
    if (this.#current) this.#next = session;
    else this.#current = session;
    this.#watch(session);
  }

  #watch(session: RTCSession): void {
    let capped = false;
    session.on('icecandidate', ({ ready }) => {
      if (capped) return;
      capped = true;
      this.#later(iceGatheringCapMs, () => ready());
    });
    session.on('confirmed', () => this.#answered(session));
    session.on('ended', ({ cause }) => this.#gone(session, cause));
    session.on('failed', ({ cause }) => this.#gone(session, cause));
    this.#later(answerWithinMs, () => {
      if (session.isInProgress()) session.terminate();
    });
  }

  #answered(session: RTCSession): void {
    const replaced = session === this.#next ? this.#current : null;
    this.#current = session;
    this.#next = null;
    this.#playFar(session);
    this.#dispatch({ type: 'answered' });
    if (replaced && !replaced.isEnded()) replaced.terminate();
  }

  #gone(session: RTCSession, cause: string): void {
    if (session === this.#next) {
      this.#next = null;
      this.#later(backOffMs(2), () => {
        if (this.#state.replaceWhenSocketReturns && this.#state.socketUp && this.#current && !this.#next) this.#dial();
      });
      return;
    }
    if (session !== this.#current) return;
    this.#current = this.#next;
    this.#next = null;
    if (!this.#current) this.#dispatch({ type: 'ended', cause });
  }

  #hangUpAll(): void {
    const sessions = [this.#current, this.#next];
    this.#current = null;
    this.#next = null;
    for (const session of sessions) if (session && !session.isEnded()) session.terminate();
  }

  #playFar(session: RTCSession): void {
    const tracks = session.connection.getReceivers().flatMap(({ track }) => (track?.kind === 'audio' ? [track] : []));
    const stream = new MediaStream(tracks);
    this.#speaker.srcObject = stream;
    // Refused only without any gesture on the page; the device check was one.
    void this.#speaker.play().catch(() => undefined);
    this.#farMeter?.stop();
    this.#farMeter = meterOf(stream, sharedAudioContext());
  }

  async #countPackets(): Promise<void> {
    const connection = this.#current?.connection;
    if (!connection || this.#state.phase !== 'up') return;
    const report = await connection.getStats();
    const counts = this.#counter.read(report.values());
    this.#view = { ...this.#view, packets: counts };
    this.#dispatch({ type: 'packets', received: counts.received, sent: counts.sent });
  }

  #publish(trouble: MicrophoneTrouble = this.#openTrouble ?? this.#microphone?.trouble ?? null): void {
    this.#view = this.#makeView(trouble);
    for (const listener of [...this.#listeners]) listener();
  }

  #makeView(microphoneTrouble: MicrophoneTrouble): LegView {
    const { phase, socketUp, endCause, failures } = this.#state;
    const packets = phase === 'up' ? (this.#view?.packets ?? null) : null;
    return { phase, socketUp, endCause, failures, packets, muted: this.#muted, microphoneTrouble };
  }
}
