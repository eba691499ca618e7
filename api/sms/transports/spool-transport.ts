import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../../core/platform/errors.ts';
import type { Logger } from '../../../core/platform/logger.ts';
import { byModemNumber, failedReport, incomingOf, spoolFile } from './spool-files.ts';
import { type ReadFile, SpoolFolder } from './spool-folder.ts';
import type { Found, OutgoingSms, SendOutcome, SmsListener, SmsTransport } from './transport.ts';

export interface SpoolOptions {
  name: string;
  /** Folders as smstools' smsd has them: outgoing, checked, sent, failed, incoming. */
  directory: string;
  /** Folders of smsd's queues, where it has some: a message lies there between `checked` and `sent`. */
  queues: readonly string[];
  perSecond: number;
  scanEveryMs: number;
}

/** A report of a message that is not among the sent ones so long after it came is of somebody else's. */
const FOREIGN_AFTER_MS = 600_000;

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
  readonly #sent: SpoolFolder;
  readonly #failed: SpoolFolder;
  readonly #incoming: SpoolFolder;
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<void> | undefined;

  constructor(options: SpoolOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    this.name = options.name;
    this.perSecond = options.perSecond;
    const folder = (state: string) => new SpoolFolder(join(options.directory, state));
    this.#sent = folder('sent');
    this.#failed = folder('failed');
    this.#incoming = folder('incoming');
  }

  ready(): boolean {
    return true;
  }

  async start(listener: SmsListener): Promise<void> {
    if (this.#timer) return;
    await mkdir(join(this.#options.directory, 'outgoing'), { recursive: true });
    this.#timer = setInterval(() => {
      this.#scanning ??= this.#scan(listener)
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

  /** A file moves forward through these folders, so whoever looks in the same order never misses it on its way. */
  async find(reference: string): Promise<Found> {
    const { directory, queues } = this.#options;
    try {
      for (const state of ['outgoing', 'checked', ...queues, 'sent', 'failed'])
        if (await exists(join(directory, state, reference))) return { kind: 'accepted', providerIds: [reference] };
      return { kind: 'never' };
    } catch (error) {
      this.#logger.warn({ err: messageOf(error) }, 'the modem’s folders cannot be read');
      return { kind: 'unknown' };
    }
  }

  async #scan(listener: SmsListener): Promise<void> {
    await this.#sent.readNew(async () => true);
    await this.#failed.readNew(async (file) => {
      await listener.report(failedReport(file));
      return true;
    });
    const sent = byModemNumber(this.#sent.files());
    await this.#incoming.readNew((file) => this.#hear(listener, sent, file));
  }

  /** @returns false when it is to be looked at again: the report was faster than the file it is about */
  async #hear(listener: SmsListener, sent: ReadonlyMap<string, string>, file: ReadFile): Promise<boolean> {
    const heard = incomingOf(file, sent);
    if (heard.kind === 'report') await listener.report(heard.report);
    else if (heard.kind === 'reply') await listener.reply(heard.reply);
    else if (heard.kind === 'unmatched') return Date.now() - file.changedMs > FOREIGN_AFTER_MS;
    return true;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
