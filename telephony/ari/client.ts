import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import { EventSocket } from './event-socket.ts';
import { type AriEvent, WANTED_EVENTS } from './events.ts';
import type { AriPort } from './port.ts';
import { isAriError } from './port.ts';
import { RestClient } from './rest-client.ts';
import { assertAsteriskVersion } from './version.ts';

export interface AriConnection {
  baseUrl: string;
  user: string;
  password: string;
  app: string;
}

/** Fires listeners one by one; one that throws is logged and the others still run. */
class Listeners<T> {
  readonly #all: ((value: T) => void)[] = [];
  readonly #logger: Logger;
  constructor(logger: Logger) {
    this.#logger = logger;
  }
  add(listener: (value: T) => void): void {
    this.#all.push(listener);
  }
  fire(value: T): void {
    for (const listener of this.#all) {
      try {
        listener(value);
      } catch (error) {
        this.#logger.error({ err: messageOf(error) }, 'a listener failed');
      }
    }
  }
}

export interface AriClient {
  port: AriPort;
  start(): void;
  stop(): void;
}

/** The real thing: own event socket, ari-client for REST. `start` never waits: the link comes up when Asterisk does. */
export function openAri(connection: AriConnection, logger: Logger): AriClient {
  const rest = new RestClient(connection, connection.app);
  const events = new Listeners<AriEvent>(logger);
  const links = new Listeners<'up' | 'down'>(logger);
  let up = false;
  const goDown = () => {
    if (!up) return;
    up = false;
    links.fire('down');
  };
  // A socket may open several times before its REST side works; only the newest attempt may report `up`.
  let generation = 0;
  const onOpen = async (mine: number) => {
    try {
      await rest.connect();
      assertAsteriskVersion(await rest.version());
      await rest.filterEvents(WANTED_EVENTS);
      if (mine !== generation) return;
      up = true;
      links.fire('up');
    } catch (error) {
      if (mine !== generation) return;
      const level = isAriError(error, 'ari/version') ? 'error' : 'warn';
      logger[level]({ err: messageOf(error) }, 'ARI is not usable yet; trying again');
      socket.restart();
    }
  };
  const socket = new EventSocket({
    ...connection,
    logger,
    onEvent: (event) => events.fire(event),
    onOpen: () => {
      generation += 1;
      void onOpen(generation);
    },
    onClose: () => {
      generation += 1;
      goDown();
    },
  });
  const port: AriPort = {
    onEvent: (listener) => events.add(listener),
    onLink: (listener) => links.add(listener),
    get up() {
      return up;
    },
    asteriskStartedAt: () => rest.startedAt(),
    getGlobal: (name) => rest.getGlobal(name),
    listChannels: () => rest.listChannels(),
    getChannel: (id) => rest.getChannel(id),
    createChannel: (request) => rest.createChannel(request),
    dial: (id, timeoutSec) => rest.dial(id, timeoutSec),
    answer: (id) => rest.answer(id),
    hangUp: (id, reason = 'normal') => rest.hangUp(id, reason),
    sendDtmf: (id, digits) => rest.sendDtmf(id, digits),
    getVariable: (id, name) => rest.getVariable(id, name),
    setVariable: (id, name, value) => rest.setVariable(id, name, value),
    playOnChannel: (id, playbackId, media) => rest.playOnChannel(id, playbackId, media),
    playOnBridge: (id, playbackId, media) => rest.playOnBridge(id, playbackId, media),
    listBridges: () => rest.listBridges(),
    createBridge: (id, type, name) => rest.createBridge(id, type, name),
    destroyBridge: (id) => rest.destroyBridge(id),
    addToBridge: (id, ...channelIds) => rest.addToBridge(id, channelIds),
    startMoh: (id, mohClass) => rest.startMoh(id, mohClass),
    stopMoh: (id) => rest.stopMoh(id),
    isPlaying: (playbackId) => rest.isPlaying(playbackId),
    stopPlayback: (playbackId) => rest.stopPlayback(playbackId),
    putConfig: (type, id, fields) => rest.putConfig(type, id, fields),
    deleteConfig: (type, id) => rest.deleteConfig(type, id),
  };
  return {
    port,
    start: () => socket.start(),
    stop: () => {
      generation += 1;
      socket.stop();
      goDown();
    },
  };
}
