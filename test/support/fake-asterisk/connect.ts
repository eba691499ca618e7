import type { AmiPort } from '../../../telephony/ami/port.ts';
import { AmiError } from '../../../telephony/ami/port.ts';
import type { AriEvent } from '../../../telephony/ari/events.ts';
import { AriError, type AriPort } from '../../../telephony/ari/port.ts';
import { CALL_PREFIX, CONSULT_PREFIX } from '../../../telephony/context.ts';
import type { FakeAsterisk, FakeChannel } from './fake-asterisk.ts';

export interface FakeConnection {
  ari: AriPort;
  ami: AmiPort;
  /** The controller's process is killed: it hears nothing more, and nothing it asks is ever answered. */
  die(): void;
}

/** One controller's view of the fake. */
export function connect(fake: FakeAsterisk): FakeConnection {
  let alive = true;
  const never = new Promise<never>(() => undefined);
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

  /** Answers late, refuses when Asterisk is down, and never answers the dead. */
  async function rest<T>(operation: string, work: () => T): Promise<T> {
    if (!alive) return never;
    await pause(fake.chaos.random() * fake.chaos.maxRestDelayMs * 0.3);
    if (!alive) return never;
    if (!fake.running) throw new AriError('ari/unreachable', operation, 'no answer');
    const result = work();
    await pause(fake.chaos.random() * fake.chaos.maxRestDelayMs);
    return alive ? result : never;
  }
  const channelOf = (id: string, operation: string): FakeChannel => {
    const channel = fake.channels.get(id);
    if (!channel) throw new AriError('ari/not-found', operation, 'Channel not found');
    return channel;
  };
  const bridgeOf = (id: string, operation: string) => {
    const bridge = fake.bridges.get(id);
    if (!bridge) throw new AriError('ari/not-found', operation, 'Bridge not found');
    return bridge;
  };
  const plain = ({ id, name, state, exten }: FakeChannel) => ({ id, name, state, exten });
  const playing = new Set<string>();
  const finish = (playbackId: string) => {
    if (playing.delete(playbackId))
      fake.emit({ type: 'PlaybackFinished', atMs: Date.now(), playbackId, failed: false });
  };
  const play = (playbackId: string, media: string) => {
    fake.played.push(media);
    playing.add(playbackId);
    setTimeout(() => finish(playbackId), fake.playMs);
  };

  const ari: AriPort = {
    onEvent(listener) {
      fake.listeners.add((event: AriEvent) => alive && listener(event));
    },
    onLink(listener) {
      fake.linkListeners.add((state) => alive && listener(state));
    },
    get up() {
      return fake.running;
    },
    asteriskStartedAt: () => rest('info', () => fake.startedAt),
    getGlobal: () => rest('global', () => '/sounds'),
    listChannels: () => rest('channels.list', () => [...fake.channels.values()].map(plain)),
    getChannel: (id) =>
      rest('channels.get', () => {
        const channel = fake.channels.get(id);
        return channel && plain(channel);
      }),
    createChannel: (request) =>
      rest('channels.create', () => {
        const existing = fake.channels.get(request.channelId);
        if (existing) return plain(existing);
        const [, number = '', endpoint = ''] = /^PJSIP\/(.*)@(.*)$/.exec(request.endpoint) ?? [];
        const channel = fake.addChannel(request.channelId, endpoint, number, [...request.appArgs]);
        for (const [name, value] of Object.entries(request.variables)) channel.variables.set(name, value);
        channel.variables.set('CHANNEL(pjsip,call-id)', `sip-${channel.id}`);
        return plain(channel);
      }),
    dial: (id, timeoutSec) =>
      rest('channels.dial', () => {
        const channel = channelOf(id, 'dial');
        if (!channel.entered) throw new AriError('ari/conflict', 'dial', 'Channel not in Stasis application');
        fake.dial(channel, timeoutSec);
      }),
    answer: (id) => rest('channels.answer', () => fake.setState(channelOf(id, 'answer'), 'Up')),
    hangUp: (id) =>
      rest('channels.hangup', () => {
        const channel = fake.channels.get(id);
        if (channel) fake.destroy(channel, 16, undefined);
      }),
    sendDtmf: (id, digits) =>
      rest('channels.sendDTMF', () => {
        const { variables } = channelOf(id, 'dtmf');
        variables.set('dtmf', (variables.get('dtmf') ?? '') + digits);
      }),
    getVariable: (id, name) => rest('getVariable', () => fake.channels.get(id)?.variables.get(name)),
    setVariable: (id, name, value) =>
      rest('setVariable', () => {
        channelOf(id, 'setVariable').variables.set(name, value);
      }),
    playOnChannel: (id, playbackId, media) =>
      rest('play', () => {
        channelOf(id, 'play');
        play(playbackId, media);
      }),
    playOnBridge: (id, playbackId, media) =>
      rest('bridges.play', () => {
        bridgeOf(id, 'play');
        if (fake.refusesToPlay) throw new AriError('ari/rejected', 'bridges.play', 'no such sound');
        play(playbackId, media);
      }),
    listBridges: () =>
      rest('bridges.list', () =>
        [...fake.bridges.values()].map(({ id, type }) => ({
          id,
          type,
          channelIds: [...fake.channels.values()]
            .filter((channel) => channel.bridgeId === id)
            .map(({ id: own }) => own),
        })),
      ),
    createBridge: (id, type) =>
      rest('bridges.create', () => {
        if (!fake.bridges.has(id)) fake.bridges.set(id, { id, type, moh: undefined });
      }),
    destroyBridge: (id) =>
      rest('bridges.destroy', () => {
        if (id.startsWith(CONSULT_PREFIX) && fake.refusesToEnd > 0) {
          fake.refusesToEnd -= 1;
          throw new AriError('ari/deadline', 'bridges.destroy', 'no answer');
        }
        fake.bridges.delete(id);
        for (const channel of fake.channels.values()) if (channel.bridgeId === id) fake.move(channel, undefined);
      }),
    addToBridge: (bridgeId, ...channelIds) =>
      rest('bridges.addChannel', () => {
        bridgeOf(bridgeId, 'addChannel');
        const channels = channelIds.map((id) => channelOf(id, 'addChannel'));
        if (channels.some(({ entered }) => !entered))
          throw new AriError('ari/conflict', 'addChannel', 'Channel not in Stasis application');
        if (channelIds.some((id) => id.startsWith(CALL_PREFIX)) && fake.refusesToJoin > 0) {
          fake.refusesToJoin -= 1;
          throw new AriError('ari/rejected', 'addChannel', 'not now');
        }
        if (
          channelIds.some((id) => id.startsWith('leg-')) &&
          bridgeId.startsWith(CALL_PREFIX) &&
          fake.refusesLegs > 0
        ) {
          fake.refusesLegs -= 1;
          throw new AriError('ari/deadline', 'addChannel', 'no answer');
        }
        for (const channel of channels) fake.move(channel, bridgeId);
      }),
    startMoh: (id, mohClass) =>
      rest('moh', () => {
        bridgeOf(id, 'moh').moh = mohClass;
      }),
    stopMoh: (id) =>
      rest('moh', () => {
        bridgeOf(id, 'moh').moh = undefined;
      }),
    isPlaying: (playbackId) => rest('playbacks.get', () => playing.has(playbackId)),
    stopPlayback: (playbackId) => rest('playbacks.stop', () => finish(playbackId)),
    putConfig: (type, id) => rest('putConfig', () => void fake.identities.add(`${type}/${id}`)),
    deleteConfig: (type, id) => rest('deleteConfig', () => void fake.identities.delete(`${type}/${id}`)),
  };

  const byName = (name: string) => [...fake.channels.values()].find((channel) => channel.name === name);
  const ami: AmiPort = {
    get up() {
      return fake.running;
    },
    onLink(listener) {
      fake.linkListeners.add((state) => alive && listener(state));
    },
    startMixMonitor: (name, file, idVariable) =>
      rest('MixMonitor', () => {
        const channel = byName(name);
        if (!channel) throw new AmiError('ami/refused', 'MixMonitor', 'No such channel');
        const id = `mix-${fake.nextId()}`;
        const recorder = {
          id,
          file,
          channelId: channel.id,
          startedAtMs: Date.now(),
          stoppedAtMs: undefined,
          muted: false,
        };
        channel.recorders.push(recorder);
        fake.recorders.push(recorder);
        channel.variables.set(idVariable, id);
        return id;
      }),
    stopMixMonitor: (_name, id) =>
      rest('StopMixMonitor', () => {
        const recorder = fake.recorders.find((candidate) => candidate.id === id);
        if (recorder) recorder.stoppedAtMs ??= Date.now();
      }),
    muteMixMonitor: (name, on) =>
      rest('MixMonitorMute', () => {
        const channel = byName(name);
        if (!channel) throw new AmiError('ami/refused', 'MixMonitorMute', 'No such channel');
        for (const recorder of channel.recorders) recorder.muted = on;
      }),
    getVariable: (id, name) => rest('Getvar', () => fake.channels.get(id)?.variables.get(name)),
    rtpCounts: (id) =>
      rest('rtp', () => {
        const channel = fake.channels.get(id);
        return channel && fake.countPackets(channel);
      }),
  };
  return {
    ari,
    ami,
    die() {
      alive = false;
    },
  };
}
