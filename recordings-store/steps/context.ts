import type { Sql } from '../../core/platform/postgres.ts';
import type { BlobStore } from '../blob-store.ts';

/** Length of a call as the far side measured it, in ms; undefined when the far side has no figure. */
export type FarSide = (sipCallId: string) => Promise<number | undefined>;

/** Everything a step needs besides its job. */
export interface StepContext {
  sql: Sql;
  spoolDir: string;
  store: BlobStore;
  masterKeyFile: string;
  ffmpeg: string;
  /** Aborted when the worker stops or loses its claim. */
  signal: AbortSignal;
  farSide?: FarSide | undefined;
  /** Tests end the process here. */
  failPoint: (name: string) => void;
}

/** Not yet: look again after `afterMs`. Counts as no failure. */
export class NotYetError extends Error {
  readonly afterMs: number;
  constructor(why: string, afterMs: number) {
    super(why);
    this.afterMs = afterMs;
  }
}

/** There is nothing to make the recording from, and waiting will not help: recorded as an incident, state `failed`. */
export class NothingRecordedError extends Error {
  readonly detail: Record<string, string | number | null>;
  constructor(why: string, detail: Record<string, string | number | null> = {}) {
    super(why);
    this.detail = { ...detail, why };
  }
}
