import WebSocket from 'ws';
import type { InstanceConfig } from '../../core/platform/config.ts';

export interface AriSessionEvent {
  type: string;
  args?: string[];
  dialstatus?: string;
  cause?: number;
  /** SIP status of a refusal. */
  tech_cause?: number;
  channel?: AriSessionChannel;
  peer?: AriSessionChannel;
}

export interface AriSessionChannel {
  id: string;
  name: string;
  state: string;
  protocol_id: string;
}

/** ARI as bare as it is, for tests of the exchange itself; the product's own client is telephony/ari. */
export class AriSession {
  readonly events: AriSessionEvent[] = [];
  readonly app: string;
  readonly #base: string;
  readonly #authorization: string;
  readonly #socket: WebSocket;

  private constructor(config: InstanceConfig['asterisk'], socket: WebSocket) {
    this.app = config.ariApp;
    this.#base = `${config.ariUrl}/ari`;
    this.#authorization = `Basic ${Buffer.from(`${config.ariUser}:${config.ariPassword}`).toString('base64')}`;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.events.push(JSON.parse(data.toString())));
  }

  static async open(config: InstanceConfig['asterisk']): Promise<AriSession> {
    const key = encodeURIComponent(`${config.ariUser}:${config.ariPassword}`);
    const url = `${config.ariUrl.replace('http', 'ws')}/ari/events?app=${config.ariApp}&api_key=${key}`;
    const socket = new WebSocket(url);
    const session = new AriSession(config, socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return session;
  }

  close(): void {
    this.#socket.terminate();
  }

  /** @throws Error for every answer that is not 2xx. */
  async rest<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.#base + path, {
      method,
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** The first event, past or to come, of which this is true. */
  async event(isIt: (event: AriSessionEvent) => boolean, withinMs = 10_000): Promise<AriSessionEvent> {
    for (const stop = performance.now() + withinMs; performance.now() < stop; ) {
      const found = this.events.find(isIt);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no such event; seen: ${this.events.map((event) => event.type).join(' ')}`);
  }

  /** A call placed in one step. */
  originate(channelId: string, number: string, callerId: string): Promise<AriSessionChannel> {
    const query = `endpoint=PJSIP/${number}@carrier&app=${this.app}&appArgs=test&callerId=${callerId}&timeout=30`;
    return this.rest('POST', `/channels/${channelId}?${query}`);
  }

  destroyed(channelId: string, withinMs?: number): Promise<AriSessionEvent> {
    return this.event(({ type, channel }) => type === 'ChannelDestroyed' && channel?.id === channelId, withinMs);
  }

  answered(channelId: string): Promise<AriSessionEvent> {
    return this.event(
      ({ type, dialstatus, peer }) => type === 'Dial' && dialstatus === 'ANSWER' && peer?.id === channelId,
    );
  }
}
