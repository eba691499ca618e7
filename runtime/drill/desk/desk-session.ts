import { io, type Socket } from 'socket.io-client';
import type { DeskLogin } from '../../../core/contracts/http/desk.ts';
import type { SessionView } from '../../../core/contracts/http/session.ts';
import type { AgentSnapshot, DeskServerEvents } from '../../../core/contracts/realtime.ts';

/** The api answers an agent's order after telephony did, 5 s at most. */
const ANSWER_WITHIN_MS = 15_000;
const REPEAT_SNAPSHOT_MS = 5_000;

export class RefusedRequest extends Error {
  readonly code: string;
  constructor(what: string, status: number, code: string) {
    super(`${what}: ${status} ${code}`);
    this.code = code;
  }
}

/** What a desk's page does over the network: one session, requests with its token, and the stream of snapshots. */
export class DeskSession {
  readonly #url: string;
  readonly #cookie: string;
  readonly #csrf: string;
  #socket: Socket<DeskServerEvents> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #seq = -1;
  /** Called with each snapshot that is newer than the last, and when it was received (epoch ms). */
  onSnapshot: (snapshot: AgentSnapshot, receivedMs: number) => void = () => undefined;
  onEnded: (reason: string) => void = () => undefined;

  private constructor(url: string, cookie: string, csrf: string) {
    this.#url = url;
    this.#cookie = cookie;
    this.#csrf = csrf;
  }

  static async logIn(url: string, who: { login: string; password: string }): Promise<DeskSession> {
    const response = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(who),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (!response.ok) throw new RefusedRequest('log-in', response.status, await codeOf(response));
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const { csrfToken } = (await response.json()) as SessionView;
    return new DeskSession(url, cookie, csrfToken);
  }

  /** A telephone of the drill's kind for this shift. */
  openShift(): Promise<DeskLogin> {
    return this.post<DeskLogin>('/api/desk/login', { device: 'sip' });
  }

  /** Resolves with the first snapshot. A lost one comes with the next, and is asked for every few seconds as the page does. */
  async follow(): Promise<void> {
    const socket: Socket<DeskServerEvents> = io(`${this.#url}/desk`, {
      transports: ['websocket'],
      extraHeaders: { cookie: this.#cookie, origin: this.#url },
      reconnectionDelay: 200,
      reconnectionDelayMax: 1_000,
      forceNew: true,
    });
    this.#socket = socket;
    socket.on('agent', (snapshot) => this.#take(snapshot));
    socket.on('ended', (reason) => this.onEnded(reason));
    await new Promise<void>((resolve, reject) => {
      socket.once('agent', () => resolve());
      setTimeout(() => reject(new Error('no snapshot came over the socket')), ANSWER_WITHIN_MS).unref();
    });
    this.#timer = setInterval(() => {
      this.get<AgentSnapshot>('/api/desk/snapshot').then(
        (snapshot) => this.#take(snapshot),
        () => undefined, // the next one is asked for in a moment
      );
    }, REPEAT_SNAPSHOT_MS);
  }

  get<T>(path: string): Promise<T> {
    return this.#send<T>('GET', path);
  }
  post<T = undefined>(path: string, body: unknown): Promise<T> {
    return this.#send<T>('POST', path, body);
  }

  async logOut(): Promise<void> {
    clearInterval(this.#timer);
    this.onEnded = () => undefined;
    await this.#send('DELETE', '/api/session');
    this.close();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
  }

  #take(snapshot: AgentSnapshot): void {
    if (snapshot.seq <= this.#seq) return;
    this.#seq = snapshot.seq;
    this.onSnapshot(snapshot, performance.timeOrigin + performance.now());
  }

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        cookie: this.#cookie,
        'x-csrf-token': this.#csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (!response.ok) throw new RefusedRequest(`${method} ${path}`, response.status, await codeOf(response));
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

async function codeOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as { code?: string };
  return problem.code ?? '';
}
