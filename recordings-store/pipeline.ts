import { startWaker, type Waker } from '../core/platform/bus.ts';
import { messageOf } from '../core/platform/errors.ts';
import type { Part } from '../core/platform/lifecycle.ts';
import type { Logger } from '../core/platform/logger.ts';
import type { Sql } from '../core/platform/postgres.ts';
import { type BlobStore, directoryStore } from './blob-store.ts';
import { raiseForSystem, resolveForSystem } from './incidents.ts';
import type { MasterKeyState } from './keys.ts';
import { masterKeyState } from './master-key.ts';
import {
  claimRecordings,
  countPipeline,
  enrolEarlyMedia,
  enrolEndedCalls,
  holdComplaints,
  type PipelineCounts,
  type RecordingJob,
  renewLease,
} from './queries.ts';
import { runJob } from './run-job.ts';
import type { FarSide, StepContext } from './steps/context.ts';
import { sweepSpool } from './sweep.ts';

export interface PipelineOptions {
  sql: Sql;
  logger: Logger;
  spoolDir: string;
  storeDir: string;
  masterKeyFile: string;
  ffmpeg: string;
  /** Length of a call by the far side's own log, where there is one. */
  farSide?: FarSide | undefined;
  /** Recordings worked on at the same time. */
  concurrency?: number;
  /** How long a stop waits for encoders before it ends them; what they did is repeated at the next start. */
  stopWaitMs?: number;
  /** Tests put another store or an early death here. */
  store?: BlobStore;
  failPoint?: (name: string) => void;
}

export interface RecordingPipeline extends Part {
  poke(): void;
  health(): Promise<PipelineCounts & { masterKey: MasterKeyState }>;
}

/** A killed worker's recording is taken up by the next one after this plus one poll: within five seconds. */
const LEASE_MS = 3_500;
const RENEW_MS = 1_000;
const POLL_MS = 1_000;
/** Ended calls of the last hours are looked for with every poll; all calls at start and by the ledger. */
const RECENT_MS = 6 * 3_600_000;
const SWEEP_EVERY_MS = 5_000;

/** Ended calls → store: woken by NOTIFY `call_ended`, with a poll each second behind it. */
export function recordingPipeline(options: PipelineOptions): RecordingPipeline {
  const { sql, logger, concurrency = 2, stopWaitMs = 5_000 } = options;
  const store = options.store ?? directoryStore(options.storeDir);
  const running = new Map<string, { done: Promise<void>; abort: AbortController }>();
  let waker: Waker | undefined;
  let enrolledAll = false;
  let sweptAt = 0;
  let stopping = false;

  async function wake(): Promise<void> {
    if (stopping) return;
    const now = Date.now();
    const since = enrolledAll ? now - RECENT_MS : 0;
    await enrolEndedCalls(sql, since);
    await enrolEarlyMedia(sql, since);
    enrolledAll = true;
    const keyReady = await watchKey();
    const limit = concurrency - running.size;
    if (limit > 0)
      for (const job of await claimRecordings(sql, { limit, leaseMs: LEASE_MS, throughEncrypt: keyReady })) begin(job);
    if (now - sweptAt >= SWEEP_EVERY_MS) {
      sweptAt = now;
      await holdComplaints(sql);
      await sweepSpool({ sql, store, spoolDir: options.spoolDir, logger });
    }
  }

  async function watchKey(): Promise<boolean> {
    const state = await masterKeyState(sql, options.masterKeyFile);
    if (state === 'ready') {
      if ((await resolveForSystem(sql, 'master_key_missing')) > 0)
        logger.info('the master key is back; sealing goes on');
      return true;
    }
    if (await raiseForSystem(sql, 'master_key_missing', { state }))
      logger.error({ state }, 'no usable master key: recordings wait in the spool and nothing can be played');
    return false;
  }

  function begin(job: RecordingJob): void {
    const abort = new AbortController();
    const context: StepContext = {
      sql,
      store,
      spoolDir: options.spoolDir,
      masterKeyFile: options.masterKeyFile,
      ffmpeg: options.ffmpeg,
      farSide: options.farSide,
      signal: abort.signal,
      failPoint: options.failPoint ?? (() => undefined),
    };
    const renewing = setInterval(() => {
      renewLease(sql, job, LEASE_MS).then(
        (ours) => ours || abort.abort(),
        // The database is away: the lease may run out, and the fencing token then keeps our writes out.
        (error: unknown) => logger.warn({ recordingId: job.id, err: messageOf(error) }, 'could not renew the lease'),
      );
    }, RENEW_MS);
    const done = runJob(job, context, logger).finally(() => {
      clearInterval(renewing);
      running.delete(job.id);
      waker?.poke();
    });
    running.set(job.id, { done, abort });
  }

  return {
    name: 'recording pipeline',
    async start() {
      stopping = false;
      waker ??= await startWaker(sql, 'call_ended', POLL_MS, wake, logger);
    },
    async stop() {
      stopping = true;
      await waker?.stop();
      waker = undefined;
      const all = Promise.all([...running.values()].map((job) => job.done));
      const timer = setTimeout(() => {
        for (const job of running.values()) job.abort.abort();
      }, stopWaitMs);
      await all;
      clearTimeout(timer);
    },
    poke: () => waker?.poke(),
    health: async () => ({
      ...(await countPipeline(sql)),
      masterKey: await masterKeyState(sql, options.masterKeyFile),
    }),
  };
}
