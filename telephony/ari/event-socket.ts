import { WebSocket } from 'ws';
import type { Logger } from '../../core/platform/logger.ts';
import { type AriEvent, parseAriEvent } from './events.ts';

export interface EventSocketOptions {
  /** `http://host:port`, without credentials. */
  baseUrl: string;
  user: string;
  password: string;
  app: string;
  logger: Logger;
  onEvent: (event: AriEvent) => void;
  onOpen: () => void;
  onClose: () => void;
}

/** Loopback or LAN: a healthy Asterisk answers a ping in a millisecond. Two missed ones (≤ 10 s) mean it is gone. */
const PING_EVERY_MS = 4_000;
const CONNECT_TIMEOUT_MS = 3_000;
const FIRST_RETRY_MS = 100;
/** Endless retries; short enough that a restarted Asterisk is ours again within 2 s. */
const LONGEST_RETRY_MS = 1_000;

/**
 * The ARI event WebSocket. ari-client's own gives up after ten tries, has no ping and ends the process on an event type
 * it does not know, so only its REST half is used.
 */
export class EventSocket {
  readonly #options: EventSocketOptions;
  #socket: WebSocket | undefined;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: NodeJS.Timeout | undefined;
  #pingTimer: NodeJS.Timeout | undefined;
  #alive = false;
  #stopped = true;

  constructor(options: EventSocketOptions) {
    this.#options = options;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retryTimer);
    clearInterval(this.#pingTimer);
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  /** For a link that is open but useless (REST refuses, version refused): start over. */
  restart(): void {
    this.#socket?.terminate();
  }

  #connect(): void {
    const { baseUrl, user, password, app, logger } = this.#options;
    const url = `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/ari/events?app=${encodeURIComponent(app)}`;
    // The key travels in a header: a URL ends up in error messages and logs.
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const socket = new WebSocket(url, { headers: { authorization }, handshakeTimeout: CONNECT_TIMEOUT_MS });
    this.#socket = socket;
    let opened = false;
    socket.on('open', () => {
      opened = true;
      this.#retryMs = FIRST_RETRY_MS;
      this.#watch(socket);
      this.#options.onOpen();
    });
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('message', (data) => {
      this.#alive = true;
      const event = parseAriEvent(String(data), Date.now());
      if (event) this.#options.onEvent(event);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      logger.debug({ err: error.code ?? 'socket error' }, 'ARI event socket');
    });
    socket.on('close', () => {
      clearInterval(this.#pingTimer);
      if (opened) this.#options.onClose();
      if (this.#stopped) return;
      this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    });
  }

  #watch(socket: WebSocket): void {
    this.#alive = true;
    this.#pingTimer = setInterval(() => {
      if (!this.#alive) {
        this.#options.logger.warn('ARI event socket does not answer a ping; connecting again');
        socket.terminate();
        return;
      }
      this.#alive = false;
      socket.ping();
    }, PING_EVERY_MS);
  }
}
