import { setTimeout as sleep } from 'node:timers/promises';
import { startWaker, type Waker } from '../../core/platform/bus.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { messageOf } from '../../core/platform/errors.ts';
import type { Part } from '../../core/platform/lifecycle.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { collectFallbacks } from './collect-fallbacks.ts';
import { renewSending } from './message-queries.ts';
import { recoverStranded } from './recover.ts';
import { settleSend } from './settle-send.ts';
import { storeReply } from './store-reply.ts';
import { storeReport } from './store-report.ts';
import { takeMessage } from './take-message.ts';
import type { OutgoingSms, SmsTransport } from './transports/transport.ts';

const POLL_MS = 1_000;
/** Leases are renewed three times before they could run out. */
const RENEW_MS = 20_000;
/** Whoever waits for a message since its last failed call, what is due to be reminded of, what was left behind. */
const COLLECT_MS = 5_000;

export interface SmsSender extends Part {
  status(): { transport: string; kind: string; ready: boolean; inHand: number };
}

/** Sends what waits: never more at one time than the carrier's window, never faster than its rate, everything that is decided in rows first. */
export function smsSender(options: { sql: Sql; logger: Logger; clock: Clock; transport: SmsTransport }): SmsSender {
  const { sql, logger, clock, transport } = options;
  const inHand = new Map<string, Promise<void>>();
  const gapMs = 1_000 / transport.perSecond;
  let stopping = new AbortController();
  let waker: Waker | undefined;
  const timers: NodeJS.Timeout[] = [];
  let nextAt = 0;

  const way = () => ({ name: transport.name, kind: transport.kind, ready: transport.ready() });

  async function carry(message: OutgoingSms): Promise<void> {
    try {
      const outcome = await transport.send(message);
      await settleSend(sql, clock, transport.name, message.reference, outcome);
    } catch (error) {
      // The row stays `sending`; when its lease has run out it is settled as what it is: uncertain.
      logger.error({ message: message.reference, err: messageOf(error) }, 'what became of a message was not stored');
    }
  }

  async function sendAll(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted && transport.ready()) {
      if (inHand.size >= transport.window) await Promise.race(inHand.values());
      await sleep(Math.max(0, nextAt - performance.now()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const taken = await takeMessage(sql, clock, way());
      if (taken.kind === 'nothing') return;
      if (taken.kind === 'skipped') {
        if (taken.error)
          logger.error({ message: taken.id, err: messageOf(taken.error) }, 'a message could not be judged');
        continue;
      }
      nextAt = Math.max(nextAt, performance.now()) + gapMs * Math.max(1, taken.message.parts.length);
      const { reference } = taken.message;
      inHand.set(
        reference,
        carry(taken.message).finally(() => inHand.delete(reference)),
      );
    }
  }

  const every = (ms: number, what: string, work: () => Promise<unknown>) => {
    let running = false;
    const run = async () => {
      if (running) return;
      running = true;
      try {
        await work();
      } catch (error) {
        logger.error({ err: messageOf(error) }, what);
      } finally {
        running = false;
      }
    };
    timers.push(setInterval(() => void run(), ms));
    return run();
  };

  return {
    name: 'sms',
    status: () => ({ transport: transport.name, kind: transport.kind, ready: transport.ready(), inHand: inHand.size }),
    async start() {
      if (waker) return;
      stopping = new AbortController();
      await transport.start({
        report: async (report) => void (await storeReport(sql, transport.name, report, clock.now())),
        reply: (reply) => storeReply(sql, transport.name, reply, clock.now()),
      });
      await every(COLLECT_MS, 'messages could not be collected', async () => {
        await recoverStranded(sql, clock, logger, transport);
        await collectFallbacks(sql, clock);
      });
      await every(RENEW_MS, 'sends in hand could not be renewed', () => renewSending(sql, [...inHand.keys()]));
      waker = await startWaker(sql, 'sms_message', POLL_MS, sendAll, logger);
    },
    async stop() {
      stopping.abort();
      for (const timer of timers.splice(0)) clearInterval(timer);
      await waker?.stop();
      waker = undefined;
      await Promise.all(inHand.values());
      await transport.stop();
    },
  };
}
