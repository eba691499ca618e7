import { messageOf } from '../../../core/platform/errors.ts';
import type { Logger } from '../../../core/platform/logger.ts';
import {
  type DeliveryReport,
  type Found,
  type IncomingSms,
  internationalDigits,
  nationalDigits,
  type OutgoingSms,
  type SendOutcome,
  type SmsListener,
  type SmsTransport,
} from './transport.ts';

export interface HttpOptions {
  name: string;
  window: number;
  perSecond: number;
  responseMs: number;
  sendUrl: string;
  /** `{reference}` is replaced; answers whether the gateway knows a message. Absent: it cannot be asked. */
  statusUrl?: string | undefined;
  /** Polled: an array of reports, each told once more is no harm. Absent: this gateway reports nothing. */
  reportsUrl?: string | undefined;
  /** Polled: an array of what telephones wrote to the number. Absent: nobody can write to it. */
  repliesUrl?: string | undefined;
  reportsEveryMs: number;
  headers: Readonly<Record<string, string>>;
  bodyForm: 'json' | 'form';
  /** Our word → the gateway's name of the field. */
  fields: { to: string; text: string; reference: string };
  /** Sent with every message, e.g. the sender. */
  fixed: Readonly<Record<string, string>>;
  addressing: 'international' | 'national';
  /** Where the answer and the reports name the message, its state, its telephone and the error. */
  answer: { id: string; state: string; digits: string; error: string; from: string; text: string };
  /** The gateway's words of a state. */
  delivered: readonly string[];
  failed: readonly string[];
}

/** Refused before a byte of the request was written. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 600_000;
const MAX_ANSWER_BYTES = 1_000_000;

/** A gateway with an address to post to: field names and words of states are configuration, because every firm has its own. */
export class HttpTransport implements SmsTransport {
  readonly kind = 'http';
  readonly name: string;
  readonly window: number;
  readonly perSecond: number;
  readonly find?: (reference: string) => Promise<Found>;
  readonly #options: HttpOptions;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;

  constructor(options: HttpOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    this.name = options.name;
    this.window = options.window;
    this.perSecond = options.perSecond;
    const { statusUrl } = options;
    if (statusUrl)
      this.find = (reference) => this.#find(statusUrl.replaceAll('{reference}', encodeURIComponent(reference)));
  }

  ready(): boolean {
    return true;
  }

  async start(listener: SmsListener): Promise<void> {
    const { reportsUrl, repliesUrl, reportsEveryMs } = this.#options;
    if ((!reportsUrl && !repliesUrl) || this.#timer) return;
    const poll = async () => {
      if (reportsUrl)
        await this.#poll(reportsUrl, async (row) => {
          const report = this.#reportOf(row);
          if (report) await listener.report(report);
        });
      if (repliesUrl)
        await this.#poll(repliesUrl, async (row) => {
          const reply = this.#replyOf(row);
          if (reply) await listener.reply(reply);
        });
    };
    this.#timer = setInterval(() => {
      this.#polling ??= poll().finally(() => {
        this.#polling = undefined;
      });
    }, reportsEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stop.abort();
    await this.#polling;
  }

  async send(message: OutgoingSms): Promise<SendOutcome> {
    try {
      const response = await fetch(this.#options.sendUrl, this.#request(message));
      const body = await readJson(response);
      const error = `HTTP ${response.status}`;
      if (response.ok)
        return { kind: 'accepted', providerIds: [textAt(body, this.#options.answer.id) ?? message.reference] };
      if (response.status === 429 || response.status === 503)
        return { kind: 'later', error, retryMs: retryAfter(response) };
      // A gateway that fails by itself may have passed the message on before.
      return response.status >= 500 ? { kind: 'unknown', error, providerIds: [] } : { kind: 'refused', error };
    } catch (error) {
      const text = messageOf(error);
      return NOT_SENT.has(codeOf(error))
        ? { kind: 'later', error: text, retryMs: RETRY_MS }
        : { kind: 'unknown', error: text, providerIds: [] };
    }
  }

  #request({ to, parts, reference }: OutgoingSms): RequestInit {
    const { fields, fixed, headers, bodyForm, addressing, responseMs } = this.#options;
    const values = {
      ...fixed,
      [fields.to]: addressing === 'international' ? `+${internationalDigits(to)}` : to,
      [fields.text]: parts.join(''),
      [fields.reference]: reference,
    };
    const json = bodyForm === 'json';
    return {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
        'idempotency-key': reference,
        ...headers,
      },
      body: json ? JSON.stringify(values) : new URLSearchParams(values).toString(),
      signal: AbortSignal.timeout(responseMs),
    };
  }

  async #find(url: string): Promise<Found> {
    try {
      const response = await this.#get(url);
      if (response.status === 404) return { kind: 'never' };
      const id = textAt(await readJson(response), this.#options.answer.id);
      return response.ok && id ? { kind: 'accepted', providerIds: [id] } : { kind: 'unknown' };
    } catch (error) {
      this.#logger.warn({ err: messageOf(error) }, 'the gateway does not say whether it has a message');
      return { kind: 'unknown' };
    }
  }

  async #poll(url: string, hear: (row: unknown) => Promise<void>): Promise<void> {
    try {
      const rows = await readJson(await this.#get(url));
      for (const row of Array.isArray(rows) ? rows : []) await hear(row);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#logger.warn({ err: messageOf(error) }, 'reports of the gateway');
    }
  }

  #replyOf(row: unknown): IncomingSms | undefined {
    const { answer } = this.#options;
    const from = textAt(row, answer.from);
    const text = textAt(row, answer.text);
    if (!from || !text) return undefined;
    return { digits: nationalDigits(from), text, reference: textAt(row, answer.id) ?? null };
  }

  #reportOf(row: unknown): DeliveryReport | undefined {
    const { answer, delivered, failed } = this.#options;
    const id = textAt(row, answer.id);
    const word = textAt(row, answer.state);
    if (!id || !word) return undefined;
    const state = delivered.includes(word) ? 'delivered' : failed.includes(word) ? 'failed' : 'accepted';
    const digits = textAt(row, answer.digits);
    const error = state === 'failed' ? (textAt(row, answer.error) ?? word) : null;
    return { providerId: id, digits: digits ? nationalDigits(digits) : null, state, error, raw: { id, state: word } };
  }

  #get(url: string): Promise<Response> {
    const { headers, responseMs } = this.#options;
    const signal = AbortSignal.any([AbortSignal.timeout(responseMs), this.#stop.signal]);
    return fetch(url, { headers: { ...headers }, redirect: 'error', signal });
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await textOf(response);
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a gateway that answers in plain text has said all with its status
  }
}

/** Given up in the middle: a gateway that talks without end must not fill our memory. */
async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer of the gateway is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @param path names joined by dots */
function textAt(value: unknown, path: string): string | undefined {
  const found = path
    .split('.')
    .reduce<unknown>(
      (at, name) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[name] : undefined),
      value,
    );
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

function codeOf(error: unknown): string {
  const { cause, code } = (error ?? {}) as { cause?: { code?: string }; code?: string };
  return cause?.code ?? code ?? '';
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Math.min(Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : RETRY_MS, LONGEST_RETRY_MS);
}
