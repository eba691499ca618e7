import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '../../../core/platform/errors.ts';
import type { Logger } from '../../../core/platform/logger.ts';
import type { OutgoingSms, SendOutcome, SmsListener, SmsTransport } from './transport.ts';

export interface SimulatorOptions {
  /** One line a message that a telephone of the simulated network got; written before the answer, as a carrier would. */
  logFile: string;
  /** From acceptance to the delivery report. */
  reportAfterMs: number;
}

interface SimulatedSms {
  reference: string;
  to: string;
  parts: number;
  /** Real clock, epoch ms. */
  at: number;
}

/**
 * What the last digits of a number do, so that a demo shows every result: …99 is switched off, …98 refuses, …97 throttles once, …96 writes
 * back, …95 wants no more messages.
 */
const SWITCHED_OFF = /99$/;
const REFUSED = /98$/;
const THROTTLED = /97$/;
const REPLIES: readonly [RegExp, string][] = [
  [/96$/, '明日の午前中に電話をください。'],
  [/95$/, '配信停止'],
];
const REMEMBERED = 2_000;

/** A carrier that exists only in a file: no telephone can be reached by it. It can be asked nothing, like most carriers. */
export class SimulatorTransport implements SmsTransport {
  readonly kind = 'simulator';
  readonly name = 'simulator';
  readonly window = 10;
  readonly perSecond = 20;
  readonly #options: SimulatorOptions;
  readonly #logger: Logger;
  readonly #throttled = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #listener: SmsListener | undefined;

  constructor(options: SimulatorOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
  }

  ready(): boolean {
    return true;
  }

  /** Whatever it took before a restart is reported once more, as carriers do. */
  async start(listener: SmsListener): Promise<void> {
    this.#listener = listener;
    await mkdir(dirname(this.#options.logFile), { recursive: true });
    for (const taken of (await readSimulatorLog(this.#options.logFile)).slice(-REMEMBERED)) this.#reportLater(taken);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#listener = undefined;
  }

  async send({ reference, to, parts }: OutgoingSms): Promise<SendOutcome> {
    if (REFUSED.test(to)) return { kind: 'refused', error: 'simulated: no such subscriber' };
    if (THROTTLED.test(to) && !this.#throttled.has(reference)) {
      this.#throttled.add(reference);
      return { kind: 'later', error: 'simulated: throttled', retryMs: 1_000 };
    }
    const taken = { reference, to, parts: parts.length, at: Date.now() };
    await appendFile(this.#options.logFile, `${JSON.stringify(taken)}\n`, { mode: 0o600 });
    this.#reportLater(taken);
    return { kind: 'accepted', providerIds: idsOf(taken) };
  }

  #reportLater(taken: SimulatedSms): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#report(taken);
    }, this.#options.reportAfterMs);
    this.#timers.add(timer);
  }

  async #report(taken: SimulatedSms): Promise<void> {
    const state = SWITCHED_OFF.test(taken.to) ? 'failed' : 'delivered';
    try {
      for (const providerId of idsOf(taken))
        await this.#listener?.report({
          providerId,
          digits: taken.to,
          state,
          error: state === 'failed' ? 'simulated: switched off' : null,
          raw: { id: providerId, state },
        });
      const text = REPLIES.find(([number]) => number.test(taken.to))?.[1];
      if (text) await this.#listener?.reply({ digits: taken.to, text, reference: `sim-${taken.reference}` });
    } catch (error) {
      this.#logger.warn({ err: messageOf(error) }, 'a simulated report was not stored');
    }
  }
}

const idsOf = ({ reference, parts }: SimulatedSms) =>
  Array.from({ length: parts }, (_, part) => `sim-${reference}-${part + 1}`);

/** What the simulated telephones got, oldest first; a line that a kill cut off is none. */
export async function readSimulatorLog(logFile: string): Promise<SimulatedSms[]> {
  const text = await readFile(logFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SimulatedSms);
}
