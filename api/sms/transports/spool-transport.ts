import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../../core/platform/errors.ts';
import type { Logger } from '../../../core/platform/logger.ts';
import {
  type DeliveryReport,
  type Found,
  internationalDigits,
  nationalDigits,
  type OutgoingSms,
  type SendOutcome,
  type SmsTransport,
} from './transport.ts';

export interface SpoolOptions {
  name: string;
  /** Folders as smstools' smsd has them: outgoing, checked, sent, failed, incoming. */
  directory: string;
  perSecond: number;
  scanEveryMs: number;
}

const STATES = ['outgoing', 'checked', 'sent', 'failed'] as const;
/** Reports are read again until smsd's owner clears the folder; more than these are not remembered. */
const MAX_FILES = 5_000;

/**
 * A modem behind a daemon that takes files (smstools). Putting a file there is one rename under the message's id, so whether a message was
 * handed over can always be looked up: after a crash nothing is uncertain.
 */
export class SpoolTransport implements SmsTransport {
  readonly kind = 'spool';
  readonly window = 4;
  readonly name: string;
  readonly perSecond: number;
  readonly #options: SpoolOptions;
  readonly #logger: Logger;
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<void> | undefined;

  constructor(options: SpoolOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    this.name = options.name;
    this.perSecond = options.perSecond;
  }

  ready(): boolean {
    return true;
  }

  async start(onReport: (report: DeliveryReport) => Promise<void>): Promise<void> {
    if (this.#timer) return;
    await mkdir(join(this.#options.directory, 'outgoing'), { recursive: true });
    this.#timer = setInterval(() => {
      this.#scanning ??= this.#scan(onReport)
        .catch((error: unknown) => this.#logger.warn({ err: messageOf(error) }, 'the modem’s folders cannot be read'))
        .finally(() => {
          this.#scanning = undefined;
        });
    }, this.#options.scanEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#scanning;
  }

  async send({ reference, to, parts }: OutgoingSms): Promise<SendOutcome> {
    const { directory } = this.#options;
    const draft = join(directory, `.${reference}`);
    try {
      await writeFile(draft, spoolFile(to, parts.join('')), { mode: 0o660 });
      await rename(draft, join(directory, 'outgoing', reference));
      return { kind: 'accepted', providerIds: [reference] };
    } catch (error) {
      return { kind: 'later', error: messageOf(error), retryMs: 30_000 };
    }
  }

  async find(reference: string): Promise<Found> {
    for (const state of STATES) {
      const there = await stat(join(this.#options.directory, state, reference)).then(
        () => true,
        () => false,
      );
      if (there) return { kind: 'accepted', providerIds: [reference] };
    }
    return { kind: 'never' };
  }

  async #scan(onReport: (report: DeliveryReport) => Promise<void>): Promise<void> {
    const once = async (key: string, report: DeliveryReport) => {
      if (this.#told.has(key) || this.#told.size >= MAX_FILES) return;
      await onReport(report);
      this.#told.add(key);
    };
    const referenceOf = new Map<string, string>();
    for (const [reference, head] of await this.#heads('sent')) {
      const id = head.get('message_id');
      if (id) referenceOf.set(id, reference);
    }
    for (const [reference, head] of await this.#heads('failed')) {
      const error = head.get('fail_reason') ?? 'failed';
      await once(`failed ${reference}`, reportOf(reference, head.get('to'), 'failed', error));
    }
    for (const [file, head] of await this.#heads('incoming')) {
      const reference = referenceOf.get(head.get('message_id') ?? '');
      const status = head.get('status');
      if (!reference || status === undefined) continue;
      // 3GPP TS 23.040 §9.2.3.15: below 32 it arrived, below 64 the network still tries.
      const code = Number.parseInt(status, 10);
      const state = code < 32 ? 'delivered' : code < 64 ? 'accepted' : 'failed';
      await once(`incoming ${file}`, reportOf(reference, head.get('from'), state, state === 'failed' ? status : null));
    }
  }

  /** `Name: value` lines of every file of a folder, names in small letters. A report repeats them in its text. */
  async #heads(state: 'sent' | 'failed' | 'incoming'): Promise<[string, Map<string, string>][]> {
    const folder = join(this.#options.directory, state);
    const names = await readdir(folder).catch(() => [] as string[]);
    const heads: [string, Map<string, string>][] = [];
    for (const name of names.slice(-MAX_FILES)) {
      if (this.#told.has(`${state} ${name}`)) continue;
      const text = await readFile(join(folder, name), 'latin1').catch(() => '');
      heads.push([name, headOf(text)]);
    }
    return heads;
  }
}

function spoolFile(to: string, text: string): Buffer {
  const ucs2 = /[^\n\x20-\x7e]/.test(text);
  const head = `To: ${internationalDigits(to)}\nAlphabet: ${ucs2 ? 'UCS2' : 'ISO'}\nReport: yes\nAutosplit: 3\n\n`;
  return Buffer.concat([Buffer.from(head), ucs2 ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'latin1')]);
}

function headOf(text: string): Map<string, string> {
  const rows = [...text.matchAll(/^([A-Za-z_]+): *(.*)$/gm)];
  return new Map(rows.map(([, name = '', value = '']) => [name.toLowerCase(), value.trim()]));
}

const reportOf = (
  reference: string,
  address: string | undefined,
  state: DeliveryReport['state'],
  error: string | null,
): DeliveryReport => ({
  providerId: reference,
  digits: address ? nationalDigits(address) : null,
  state,
  error,
  raw: { reference, state },
});
