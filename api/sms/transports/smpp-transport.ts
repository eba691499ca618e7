import { setTimeout as sleep } from 'node:timers/promises';
import type { Pdu } from 'smpp';
import { messageOf } from '../../../core/platform/errors.ts';
import type { Logger } from '../../../core/platform/logger.ts';
import { type BindCommand, NotWrittenError, SmppLink, type SmppLinkOptions } from './smpp-link.ts';
import {
  answeredId,
  isReceipt,
  type ReceiptIds,
  receiptOf,
  type SubmitOptions,
  submitCount,
  submitFields,
  wordsOf,
} from './smpp-pdu.ts';
import {
  nationalDigits,
  type OutgoingSms,
  type SendOutcome,
  type SmsListener,
  type SmsTransport,
} from './transport.ts';

export interface SmppOptions extends SmppLinkOptions, SubmitOptions {
  name: string;
  window: number;
  perSecond: number;
  /** One link for both directions, or (older carriers) one for sending and one for reports. */
  bind: 'transceiver' | 'pair';
  /** Some carriers answer with a hexadecimal id and report with the same number in decimal. */
  receiptIds: ReceiptIds;
}

/** SMPP 3.4 §5.1.3. "Not now" in three words: the carrier is full, throttles us, or is unwell; none of them took the message. */
const MESSAGE_QUEUE_FULL = 0x14;
const THROTTLED = 0x58;
const SYSTEM_ERROR = 0x08;
const RETRY_MS: Record<number, number> = { [MESSAGE_QUEUE_FULL]: 5_000, [THROTTLED]: 2_000, [SYSTEM_ERROR]: 30_000 };
/** Receiver temporary application error: the carrier tells us again. */
const TRY_AGAIN = 0x64;
/** The rest of a message whose first part has left is tried for this often before it counts as broken. */
const PART_TRIES = 8;
const PART_WAIT_MS = 1_000;
const NOT_CONNECTED_RETRY_MS = 5_000;

type PartOutcome =
  | { kind: 'taken'; id: string }
  | { kind: 'not_now'; error: string; retryMs: number }
  | { kind: 'never'; error: string }
  | { kind: 'unknown'; error: string };

export class SmppTransport implements SmsTransport {
  readonly kind = 'smpp';
  readonly name: string;
  readonly window: number;
  readonly perSecond: number;
  readonly #options: SmppOptions;
  readonly #logger: Logger;
  readonly #sending: SmppLink;
  /** The same link, unless the carrier wants two. */
  readonly #reports: SmppLink;
  #listener: SmsListener | undefined;

  constructor(options: SmppOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    this.name = options.name;
    this.window = options.window;
    this.perSecond = options.perSecond;
    const link = (as: BindCommand) => new SmppLink(options, as, logger, (pdu) => this.#delivered(pdu));
    this.#sending = link(options.bind === 'pair' ? 'bind_transmitter' : 'bind_transceiver');
    this.#reports = options.bind === 'pair' ? link('bind_receiver') : this.#sending;
  }

  ready(): boolean {
    return this.#sending.bound;
  }

  async start(listener: SmsListener): Promise<void> {
    this.#listener = listener;
    this.#sending.start();
    this.#reports.start();
  }

  async stop(): Promise<void> {
    await Promise.all(new Set([this.#sending.stop(), this.#reports.stop()]));
  }

  async send(message: OutgoingSms): Promise<SendOutcome> {
    const ids: string[] = [];
    const count = submitCount(message, this.#options.longForm);
    for (let part = 0; part < count; part++) {
      const outcome = await this.#sendPart(message, part, part > 0);
      if (outcome.kind === 'taken') {
        ids.push(outcome.id);
        continue;
      }
      const { kind, error } = outcome;
      if (kind === 'unknown') return { kind, error, providerIds: ids };
      if (part > 0) return { kind: 'broken', error, providerIds: ids };
      return kind === 'never' ? { kind: 'refused', error } : { kind: 'later', error, retryMs: outcome.retryMs };
    }
    return { kind: 'accepted', providerIds: ids };
  }

  /** @param persist the citizen has half a text already: do not give up at the first "not now" */
  async #sendPart(message: OutgoingSms, part: number, persist: boolean): Promise<PartOutcome> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.#submit(message, part);
      if (outcome.kind !== 'not_now' || !persist || tries >= PART_TRIES) return outcome;
      await sleep(PART_WAIT_MS);
    }
  }

  async #submit(message: OutgoingSms, part: number): Promise<PartOutcome> {
    try {
      const answer = await this.#sending.request('submit_sm', submitFields(message, part, this.#options));
      const { command_status: status, message_id: id } = answer;
      if (status === 0)
        return {
          kind: 'taken',
          id: id ? answeredId(id, this.#options.receiptIds) : `${message.reference}/${part + 1}`,
        };
      const error = `SMPP 0x${status.toString(16).padStart(2, '0')}`;
      const retryMs = RETRY_MS[status];
      return retryMs === undefined ? { kind: 'never', error } : { kind: 'not_now', error, retryMs };
    } catch (error) {
      if (error instanceof NotWrittenError)
        return { kind: 'not_now', error: error.message, retryMs: NOT_CONNECTED_RETRY_MS };
      return { kind: 'unknown', error: messageOf(error) };
    }
  }

  /** Answered only when what was told is safe with us. */
  async #delivered(pdu: Pdu): Promise<Pdu> {
    if (pdu.command !== 'deliver_sm') return pdu.response();
    try {
      await (isReceipt(pdu) ? this.#receipt(pdu) : this.#reply(pdu));
      return pdu.response();
    } catch (error) {
      this.#logger.error({ err: messageOf(error) }, 'what the carrier told was not stored; it tells us again');
      return pdu.response({ command_status: TRY_AGAIN });
    }
  }

  async #receipt(pdu: Pdu): Promise<void> {
    const report = receiptOf(pdu, this.#options.receiptIds);
    if (report) return this.#listener?.report(report);
    this.#logger.warn({}, 'a delivery receipt names no message or no state');
  }

  async #reply(pdu: Pdu): Promise<void> {
    const text = wordsOf(pdu);
    if (!pdu.source_addr || text === '') return;
    await this.#listener?.reply({ digits: nationalDigits(pdu.source_addr), text, reference: null });
  }
}
