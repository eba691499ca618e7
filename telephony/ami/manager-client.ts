import { randomUUID } from 'node:crypto';
import Manager from 'asterisk-manager';
import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import { AmiError, type AmiPort, type RtpCounts } from './port.ts';

export interface AmiConnection {
  host: string;
  port: number;
  user: string;
  password: string;
}
type Answer = Record<string, unknown>;

const DEADLINE_MS = 5_000;
const RETRY_MS = 500;
/** Finds a half-open connection; any answer will do. */
const PING_EVERY_MS = 10_000;

/** The library writes keys and values as they come: a line break in one would be a second action of its own. */
export function assertNoInjection(action: Record<string, string>): void {
  for (const [key, value] of Object.entries(action)) {
    if (/[\r\n\0]/.test(key) || /[\r\n\0]/.test(value)) {
      throw new AmiError(
        'ami/injection',
        action['action'] ?? 'action',
        `line break or NUL in "${JSON.stringify(key)}"`,
      );
    }
  }
}

/**
 * One connection at a time, each with a library object of its own: the library keeps actions of a dead connection for
 * later and never answers them; here they reject. Reconnects for ever.
 */
export class AmiClient implements AmiPort {
  readonly #connection: AmiConnection;
  readonly #logger: Logger;
  readonly #links: ((state: 'up' | 'down') => void)[] = [];
  #manager: Manager | undefined;
  #abandon: (reason: string) => void = () => undefined;
  readonly #waiting = new Set<(error: AmiError) => void>();
  #retryTimer: NodeJS.Timeout | undefined;
  #pingTimer: NodeJS.Timeout | undefined;
  #stopped = true;
  #up = false;

  constructor(connection: AmiConnection, logger: Logger) {
    this.#connection = connection;
    this.#logger = logger;
  }

  get up(): boolean {
    return this.#up;
  }
  onLink(listener: (state: 'up' | 'down') => void): void {
    this.#links.push(listener);
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#connect();
    this.#pingTimer = setInterval(() => {
      if (!this.#up) return;
      this.#action({ action: 'Ping' }).catch(() => this.#abandon('no answer to a ping'));
    }, PING_EVERY_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retryTimer);
    clearInterval(this.#pingTimer);
    this.#abandon('stopped');
  }

  #connect(): void {
    const { host, port, user, password } = this.#connection;
    const manager = new Manager(null, host, user, password, false);
    let over = false;
    this.#manager = manager;
    const abandon = (reason: string) => {
      if (over) return;
      over = true;
      if (this.#manager === manager) this.#manager = undefined;
      manager.disconnect();
      for (const reject of this.#waiting) reject(new AmiError('ami/not-connected', 'connection', reason));
      this.#waiting.clear();
      this.#setUp(false);
      if (!this.#stopped) this.#retryTimer = setTimeout(() => this.#connect(), RETRY_MS);
    };
    this.#abandon = abandon;
    manager.on('error', (error) => abandon(messageOf(error)));
    manager.on('close', () => abandon('connection closed'));
    manager.on('connect', () => {
      this.#logIn(manager).then(
        () => this.#setUp(!over),
        (error: unknown) => {
          this.#logger.warn({ err: messageOf(error) }, 'AMI log-in failed; trying again');
          abandon('log-in failed');
        },
      );
    });
    manager.connect(port, host);
  }

  /** Log-in goes through the library's own method: it holds every other action back until that one succeeded. */
  async #logIn(manager: Manager): Promise<void> {
    const { user, password } = this.#connection;
    assertNoInjection({ action: 'login', user, password });
    await this.#answerOf('login', (done) => manager.login((error) => done(error, {})));
    // It asks for "Event: off", which Asterisk does not know; unasked, events would arrive by the hundred.
    await this.#send(manager, { action: 'Events', eventmask: 'off' });
  }

  #setUp(up: boolean): void {
    if (this.#up === up) return;
    this.#up = up;
    for (const listener of this.#links) listener(up ? 'up' : 'down');
  }

  async #action(action: Record<string, string>): Promise<Answer> {
    const manager = this.#manager;
    if (!this.#up || !manager) throw new AmiError('ami/not-connected', action['action'] ?? '', 'no connection');
    return this.#send(manager, action);
  }

  async #send(manager: Manager, action: Record<string, string>): Promise<Answer> {
    assertNoInjection(action);
    return this.#answerOf(action['action'] ?? '', (done) =>
      manager.action({ ...action, actionid: randomUUID() }, done),
    );
  }

  #answerOf(name: string, start: (done: (error: unknown, answer: unknown) => void) => void): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(fail);
        finish();
      };
      const fail = (error: AmiError) => settle(() => reject(error));
      const timer = setTimeout(
        () => fail(new AmiError('ami/deadline', name, `no answer in ${DEADLINE_MS} ms`)),
        DEADLINE_MS,
      );
      this.#waiting.add(fail);
      start((error, answer) => {
        if (error) fail(new AmiError('ami/refused', name, String((error as Answer)['message'] ?? 'refused')));
        else settle(() => resolve((answer ?? {}) as Answer));
      });
    });
  }

  async startMixMonitor(channel: string, file: string, idVariable: string): Promise<string> {
    const answer = await this.#action({ action: 'MixMonitor', channel, file, options: `Di(${idVariable})` });
    return String(answer['mixmonitorid'] ?? '');
  }

  async stopMixMonitor(channel: string, mixmonitorid: string): Promise<void> {
    try {
      await this.#action({ action: 'StopMixMonitor', channel, mixmonitorid });
    } catch (error) {
      if (!(error instanceof AmiError) || error.code !== 'ami/refused') throw error;
      this.#logger.debug({ err: error.message }, 'recorder was already gone');
    }
  }

  async muteMixMonitor(channel: string, on: boolean): Promise<void> {
    await this.#action({ action: 'MixMonitorMute', channel, direction: 'both', state: on ? '1' : '0' });
  }

  async rtpCounts(channelId: string): Promise<RtpCounts | undefined> {
    const statistics = await this.getVariable(channelId, 'CHANNEL(rtcp,all)');
    return statistics === undefined ? undefined : countsIn(statistics);
  }

  async getVariable(channel: string, variable: string): Promise<string | undefined> {
    try {
      const { value } = await this.#action({ action: 'Getvar', channel, variable });
      return value === undefined || value === '' ? undefined : String(value);
    } catch (error) {
      if (error instanceof AmiError && error.code === 'ami/refused') return undefined;
      throw error;
    }
  }
}

/** `…;rxcount=512;…;txcount=498;…` */
function countsIn(statistics: string): RtpCounts | undefined {
  const of = (name: string) => new RegExp(`(?:^|;)${name}=(\\d+)`).exec(statistics)?.[1];
  const [rx, tx] = [of('rxcount'), of('txcount')];
  return rx === undefined || tx === undefined ? undefined : { rx: Number(rx), tx: Number(tx) };
}
