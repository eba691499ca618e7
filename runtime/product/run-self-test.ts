import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { ReadyFile } from './ready-file.ts';

export interface SelfTestOutcome {
  result: ReadyFile['selfTest'];
  /** For the person at the console, with figures. */
  sentences: string[];
}

export async function runSelfTest(_config: InstanceConfig, _sql: Sql, _signal: AbortSignal): Promise<SelfTestOutcome> {
  return { result: { ok: false, answerToAudioMs: null, recordedSec: null, playedBack: false }, sentences: ['not yet'] };
}
