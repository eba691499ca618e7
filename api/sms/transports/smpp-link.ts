import type { Pdu, Session } from 'smpp';
import smpp from 'smpp';
import { messageOf } from '../../../core/platform/errors.ts';
import type { Logger } from '../../../core/platform/logger.ts';

export type BindCommand = 'bind_transceiver' | 'bind_transmitter' | 'bind_receiver';

export interface SmppLinkOptions {
  host: string;
  port: number;
  tls: boolean;
  systemId: string;
  password: string;
  systemType: string;
  /** An answer that takes longer is none. */
  responseMs: number;
  enquireLinkMs: number;
}

/** A wait that doubles from failure to failure: a carrier that is down is not knocked at every second. */
const FIRST_RECONNECT_MS = 1_000;
const LAST_RECONNECT_MS = 60_000;

/** What was asked and never answered: the link fell, or the carrier was silent. */
export class NoAnswerError extends Error {}
/** Nothing was written: the link was down before. */
export class NotWrittenError extends Error {}

/**
 * One bound SMPP session that comes back by itself. Requests of ours get their answer, `NoAnswerError` (it may have been taken) or
 * `NotWrittenError` (it was not); a carrier that does not answer `enquire_link` is cut off and bound again.
 */
export class SmppLink {
  readonly #options: SmppLinkOptions;
  readonly #bindAs: BindCommand;
  readonly #logger: Logger;
  readonly #onRequest: (pdu: Pdu) => Promise<Pdu>;
  readonly #waiting = new Set<(error: Error) => void>();
  #session: Session | undefined;
  #bound = false;
  #stopped = true;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #enquire: NodeJS.Timeout | undefined;

  /** @param onRequest answers what the carrier sends (deliver_sm) */
  constructor(options: SmppLinkOptions, bindAs: BindCommand, logger: Logger, onRequest: (pdu: Pdu) => Promise<Pdu>) {
    this.#options = options;
    this.#bindAs = bindAs;
    this.#logger = logger;
    this.#onRequest = onRequest;
  }

  get bound(): boolean {
    return this.#bound;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    const session = this.#session;
    if (session && this.#bound) {
      await this.request('unbind', {}).catch((error: unknown) =>
        this.#logger.debug({ err: messageOf(error) }, 'unbind'),
      );
    }
    session?.destroy();
    this.#lost(session);
  }

  request(command: string, fields: Record<string, unknown>): Promise<Pdu> {
    const session = this.#session;
    if (!session || (!this.#bound && !command.startsWith('bind'))) {
      return Promise.reject(new NotWrittenError('the link to the carrier is down'));
    }
    return new Promise<Pdu>((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(fail);
      };
      const fail = (error: Error) => {
        done();
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new NoAnswerError(`no answer to ${command} within ${this.#options.responseMs} ms`)),
        this.#options.responseMs,
      );
      this.#waiting.add(fail);
      const written = session.send(new smpp.PDU(command, fields), (answer) => {
        done();
        resolve(answer);
      });
      if (!written) fail(new NotWrittenError('the link to the carrier is closed'));
    });
  }

  #connect(): void {
    const { host, port, tls } = this.#options;
    const session = smpp.connect({ host, port, tls });
    this.#session = session;
    session.on('error', (error: Error) => {
      this.#logger.warn({ err: messageOf(error) }, 'SMPP link');
      session.destroy();
    });
    session.on('close', () => this.#lost(session));
    session.on(tls ? 'secureConnect' : 'connect', () => void this.#bind(session));
    session.on('pdu', (pdu: Pdu) => void this.#answer(session, pdu));
  }

  async #bind(session: Session): Promise<void> {
    const { systemId, password, systemType } = this.#options;
    try {
      const answer = await this.request(this.#bindAs, {
        system_id: systemId,
        password,
        system_type: systemType,
        interface_version: 0x34,
      });
      if (answer.command_status !== 0) throw new Error(`the carrier refused to bind: status ${answer.command_status}`);
      if (session !== this.#session || this.#stopped) return;
      this.#bound = true;
      this.#failures = 0;
      this.#enquire = setInterval(() => void this.#prove(session), this.#options.enquireLinkMs);
      this.#logger.info({ as: this.#bindAs }, 'SMPP bound');
    } catch (error) {
      this.#logger.warn({ err: messageOf(error) }, 'SMPP not bound');
      session.destroy();
    }
  }

  async #prove(session: Session): Promise<void> {
    try {
      await this.request('enquire_link', {});
    } catch (error) {
      this.#logger.warn({ err: messageOf(error) }, 'the carrier is silent: bound again');
      session.destroy();
    }
  }

  async #answer(session: Session, pdu: Pdu): Promise<void> {
    if (pdu.isResponse()) return;
    session.send(
      pdu.command === 'enquire_link' || pdu.command === 'unbind' ? pdu.response() : await this.#onRequest(pdu),
    );
    if (pdu.command === 'unbind') session.close();
  }

  #lost(session: Session | undefined): void {
    if (session !== this.#session) return;
    this.#session = undefined;
    this.#bound = false;
    clearInterval(this.#enquire);
    for (const fail of [...this.#waiting]) fail(new NoAnswerError('the link fell before the carrier answered'));
    if (this.#stopped) return;
    const wait = Math.min(FIRST_RECONNECT_MS * 2 ** this.#failures, LAST_RECONNECT_MS);
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#connect(), wait);
  }
}
