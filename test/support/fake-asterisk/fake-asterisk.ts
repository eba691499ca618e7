import type { AriEvent, EventChannel } from '../../../telephony/ari/events.ts';
import { type Chaos, calm } from './chaos.ts';

/** What a called number does. Times in ms after the dial. */
export type Behaviour =
  | { kind: 'answer'; afterMs: number; hangUpAfterMs?: number }
  | { kind: 'busy' }
  | { kind: 'ring' }
  | { kind: 'refuse'; sipCode: number; cause: number };

export interface FakeChannel {
  id: string;
  name: string;
  state: 'Down' | 'Ringing' | 'Up';
  /** Where in the dialplan it came from; calls of ours came from nowhere. */
  exten: string;
  /** In our application: may be put into a bridge. */
  entered: boolean;
  /** Brought by the dialplan, not made by us: the application is told of the end of Stasis, and of nothing after it. */
  ofDialplan: boolean;
  bridgeId: string | undefined;
  number: string;
  variables: Map<string, string>;
  upAtMs: number | undefined;
  rx: number;
  tx: number;
  countedAtMs: number;
  /** The far end sends packets. */
  sending: boolean;
  recorders: FakeRecorder[];
  timers: NodeJS.Timeout[];
  dialled: boolean;
}
export interface FakeRecorder {
  id: string;
  file: string;
  channelId: string;
  startedAtMs: number;
  stoppedAtMs: number | undefined;
  /** Silence in both directions, as MixMonitorMute makes it. */
  muted: boolean;
}

/**
 * An Asterisk that behaves: channels live, ring, are answered and die by themselves, bridges hold them, recorders end with
 * their channel, and events come when it likes. Controllers connect to it through `connect.ts` and may die; it goes on.
 */
export class FakeAsterisk {
  readonly channels = new Map<string, FakeChannel>();
  readonly bridges = new Map<string, { id: string; type: string; moh: string | undefined }>();
  /** Media of every playback there ever was. */
  readonly played: string[] = [];
  /** How long a playback lasts. */
  playMs = 20;
  /** Its sounds are gone. */
  refusesToPlay = false;
  /** So many joins of a citizen's channel fail before one succeeds. */
  refusesToJoin = 0;
  /** The same of an agent's leg into a call. */
  refusesLegs = 0;
  /** So many consultations are not ended when asked to be. */
  refusesToEnd = 0;
  readonly identities = new Set<string>();
  /** Every recorder there ever was. */
  readonly recorders: FakeRecorder[] = [];
  /** INVITEs by call channel: more than one for a channel, or for a number at a time, is a citizen rung twice. */
  readonly dials: { channelId: string; number: string; callerId: string }[] = [];
  readonly listeners = new Set<(event: AriEvent) => void>();
  readonly linkListeners = new Set<(state: 'up' | 'down') => void>();
  readonly behaviours = new Map<string, Behaviour>();
  /** A channel enters the application so much later than it is created; a busy machine takes its time. */
  enterAfterMs = 2;
  startedAt = new Date().toISOString();
  running = true;
  chaos: Chaos;
  #sequence = 0;

  constructor(chaos: Chaos = calm()) {
    this.chaos = chaos;
  }

  nextId(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** Tells whoever is connected, late, twice or in another order. */
  emit(event: AriEvent): void {
    const { random, maxEventDelayMs, duplicateShare } = this.chaos;
    const times = random() < duplicateShare ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const deliver = () => {
        for (const listener of [...this.listeners]) listener(event);
      };
      setTimeout(deliver, random() * maxEventDelayMs);
    }
  }

  eventChannel(channel: FakeChannel): EventChannel {
    return { id: channel.id, name: channel.name, state: channel.state, callerNumber: channel.number };
  }

  addChannel(id: string, endpoint: string, number: string, args: string[]): FakeChannel {
    const channel: FakeChannel = {
      id,
      name: `PJSIP/${endpoint}-${this.nextId().toString(16).padStart(8, '0')}`,
      state: 'Down',
      exten: args[0] === 'agent-leg' ? 'leg' : '',
      entered: false,
      ofDialplan: args[0] === 'inbound' || args[0] === 'agent-leg',
      bridgeId: undefined,
      number,
      variables: new Map(),
      upAtMs: undefined,
      rx: 0,
      tx: 0,
      countedAtMs: Date.now(),
      sending: true,
      recorders: [],
      timers: [],
      dialled: false,
    };
    this.channels.set(id, channel);
    this.after(channel, this.enterAfterMs, () => {
      channel.entered = true;
      this.emit({ type: 'StasisStart', atMs: Date.now(), args, channel: this.eventChannel(channel) });
    });
    return channel;
  }

  /** Asterisk drops the music of a bridge that becomes empty. */
  move(channel: FakeChannel, bridgeId: string | undefined): void {
    this.countPackets(channel);
    const left = channel.bridgeId === undefined ? undefined : this.bridges.get(channel.bridgeId);
    channel.bridgeId = bridgeId;
    if (left && ![...this.channels.values()].some((other) => other.bridgeId === left.id)) left.moh = undefined;
  }

  /** 50 packets a second each way: from us only while something sends into the channel's bridge. */
  countPackets(channel: FakeChannel): { rx: number; tx: number } {
    const now = Date.now();
    const packets = channel.upAtMs === undefined ? 0 : (now - Math.max(channel.upAtMs, channel.countedAtMs)) / 20;
    const bridge = channel.bridgeId === undefined ? undefined : this.bridges.get(channel.bridgeId);
    if (channel.sending) channel.rx += packets;
    if (bridge && (bridge.type === 'mixing' || bridge.moh)) channel.tx += packets;
    channel.countedAtMs = now;
    return { rx: Math.floor(channel.rx), tx: Math.floor(channel.tx) };
  }

  dial(channel: FakeChannel, timeoutSec: number): void {
    channel.dialled = true;
    const behaviour = this.behaviours.get(channel.number) ?? { kind: 'ring' };
    const callerId = channel.variables.get('CALLERID(num)') ?? '';
    this.dials.push({ channelId: channel.id, number: channel.number, callerId });
    this.after(channel, timeoutSec * 1_000, () => channel.state !== 'Up' && this.destroy(channel, 19, undefined));
    if (behaviour.kind === 'busy') this.after(channel, 10, () => this.destroy(channel, 17, 486));
    else if (behaviour.kind === 'refuse')
      this.after(channel, 10, () => this.destroy(channel, behaviour.cause, behaviour.sipCode));
    else {
      this.after(channel, 10, () => this.setState(channel, 'Ringing'));
      if (behaviour.kind === 'answer') {
        this.after(channel, behaviour.afterMs, () => this.setState(channel, 'Up'));
        if (behaviour.hangUpAfterMs !== undefined)
          this.after(channel, behaviour.afterMs + behaviour.hangUpAfterMs, () => this.destroy(channel, 16, undefined));
      }
    }
  }

  setState(channel: FakeChannel, state: 'Ringing' | 'Up'): void {
    if (channel.state === 'Up') return;
    channel.state = state;
    if (state === 'Up') channel.upAtMs = Date.now();
    const at = { atMs: Date.now(), channel: this.eventChannel(channel) };
    this.emit({ type: 'ChannelStateChange', ...at });
    this.emit({ type: 'Dial', ...at, dialStatus: state === 'Up' ? 'ANSWER' : 'RINGING' });
  }

  destroy(channel: FakeChannel, cause: number, sipCode: number | undefined): void {
    if (!this.channels.has(channel.id)) return;
    this.move(channel, undefined);
    this.channels.delete(channel.id);
    for (const timer of channel.timers) clearTimeout(timer);
    for (const recorder of channel.recorders) recorder.stoppedAtMs ??= Date.now();
    const at = { atMs: Date.now(), channel: this.eventChannel(channel) };
    if (channel.entered) this.emit({ type: 'StasisEnd', ...at });
    if (!channel.ofDialplan) this.emit({ type: 'ChannelDestroyed', ...at, cause, sipCode });
  }

  /** A browser calls in with its log-in's identity. @returns undefined when Asterisk does not know it. */
  agentCalls(sipUser: string): FakeChannel | undefined {
    if (!this.identities.has(`endpoint/${sipUser}`)) return undefined;
    return this.addChannel(`leg-${this.nextId()}`, sipUser, sipUser, ['agent-leg', sipUser]);
  }

  after(channel: FakeChannel, ms: number, work: () => void): void {
    channel.timers.push(setTimeout(() => this.channels.has(channel.id) && work(), ms));
  }

  /** Everything dies with the process; a new one knows nothing. */
  crash(): void {
    this.running = false;
    for (const channel of this.channels.values()) {
      for (const timer of channel.timers) clearTimeout(timer);
      for (const recorder of channel.recorders) recorder.stoppedAtMs ??= Date.now();
    }
    this.channels.clear();
    this.bridges.clear();
    this.identities.clear();
    for (const listener of this.linkListeners) listener('down');
  }
  restart(): void {
    this.running = true;
    this.startedAt = `${new Date().toISOString()}#${this.nextId()}`;
    for (const listener of this.linkListeners) listener('up');
  }
}
