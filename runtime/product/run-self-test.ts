import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SelfTestResult } from '../../core/contracts/commands.ts';
import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { readCarrierLog } from '../../dialplan/carrier/log.ts';
import { masterKeyState } from '../../recordings-store/index.ts';
import { listenToRecording } from './listen-to-recording.ts';
import { insertSelfTest, selectCommand, selectRecordingOf } from './queries.ts';
import type { ReadyFile } from './ready-file.ts';
import { toneAdvantageDb, tonePower } from './tone-power.ts';

export interface SelfTestOutcome {
  result: ReadyFile['selfTest'];
  /** For the person at the console, with figures. */
  sentences: string[];
}

/** What the simulated network sends for the two ends of a synthetic call (dialplan/carrier/README.md). */
const citizenHertz = 1000;
const agentHertz = 440;
/** A clean tone stands some 40 dB over the other pitch; crossed or mixed channels are near 0 or below. */
const leastAdvantageDb = 15;
const telephonyWithinMs = 40_000;
const recordingWithinMs = 30_000;

/** One synthetic call, and then its recording opened with the master key, decoded and listened to. Never throws: a failure is a finding. */
export async function runSelfTest(config: InstanceConfig, sql: Sql, signal: AbortSignal): Promise<SelfTestOutcome> {
  const result: ReadyFile['selfTest'] = { ok: false, answerToAudioMs: null, recordedSec: null, playedBack: false };
  const sentences: string[] = [];
  try {
    const call = await placeCall(sql, signal);
    result.answerToAudioMs = call.answerToAudioMs;
    sentences.push(`応答から音声まで ${call.answerToAudioMs} ミリ秒 (answer to audio)`);
    if ((await masterKeyState(sql, config.recordings.masterKeyFile)) !== 'ready') {
      const { masterKeyFile } = config.recordings;
      throw new Error(
        `録音の鍵 ${masterKeyFile} がないか、違う鍵です。戻すまで録音は再生できません。 (Master key missing or not ours: restore it; until then nothing plays.)`,
      );
    }
    const recording = await awaitRecording(sql, call.callId, signal);
    const sound = await listenToRecording(config, sql, recording.id);
    result.recordedSec = Math.round(sound.seconds * 100) / 100;
    result.playedBack = sound.seconds > 0;
    const left = compare(sound.pcm, citizenHertz, agentHertz, sound.rate, 0, 2);
    const right = compare(sound.pcm, agentHertz, citizenHertz, sound.rate, 1, 2);
    const far = await listenAtFarSide(config, recording.sipCallId);
    sentences.push(`録音 ${sound.seconds.toFixed(2)} 秒を復号して再生 (recorded, decrypted, played)`);
    sentences.push(
      `左=相手 ${left.toFixed(0)} dB, 右=従事者 ${right.toFixed(0)} dB, 相手側で聞こえた従事者 ${far.toFixed(0)} dB (wanted tone over the other)`,
    );
    result.ok = [left, right, far].every((advantage) => advantage >= leastAdvantageDb) && sound.seconds >= 1;
    if (!result.ok) sentences.push('音が正しいチャンネルにありません。 (A tone is missing or in the wrong channel.)');
  } catch (error) {
    signal.throwIfAborted();
    sentences.push((error as Error).message);
  }
  return { result, sentences };
}

async function placeCall(sql: Sql, signal: AbortSignal): Promise<SelfTestResult> {
  const id = await insertSelfTest(sql, telephonyWithinMs);
  for (const deadline = Date.now() + telephonyWithinMs; Date.now() < deadline; ) {
    const command = await selectCommand(sql, id);
    if (command?.state === 'done') return command.result as SelfTestResult;
    if (command && command.state !== 'waiting') {
      const refusal = command.result as { message?: string } | null;
      throw new Error(refusal?.message ?? '自己診断の通話ができませんでした。 (The synthetic call was not placed.)');
    }
    await sleep(100, undefined, { signal });
  }
  throw new Error('自己診断の通話が終わりません。 (The synthetic call did not finish in time.)');
}

async function awaitRecording(
  sql: Sql,
  callId: string,
  signal: AbortSignal,
): Promise<{ id: string; sipCallId: string }> {
  let state = 'none';
  for (const deadline = Date.now() + recordingWithinMs; Date.now() < deadline; ) {
    const row = await selectRecordingOf(sql, callId);
    state = row?.state ?? 'none';
    if (row && state === 'registered') return row;
    if (state === 'failed')
      throw new Error(`録音を保存できませんでした: ${row?.lastError ?? ''} (The recording failed.)`);
    await sleep(100, undefined, { signal });
  }
  throw new Error(`録音が登録されません (状態 ${state})。 (The recording was not registered in time.)`);
}

function compare(pcm: Buffer, wanted: number, other: number, rate: number, offset: number, step: number): number {
  return toneAdvantageDb(tonePower(pcm, wanted, rate, offset, step), tonePower(pcm, other, rate, offset, step));
}

/** The agent's tone in what the citizen's end of the simulated network heard, by its own sound file. */
async function listenAtFarSide({ carrier }: InstanceConfig, sipCallId: string): Promise<number> {
  if (!carrier) return 0;
  const leg = (await readCarrierLog(carrier.logFile)).find((call) => call.callId === sipCallId);
  if (!leg?.heard)
    throw new Error('模擬電話網に通話の記録がありません。 (The simulated network has no sound of the call.)');
  const wave = await readFile(join(carrier.soundDir, leg.heard));
  const pcm = wave.subarray(wave.indexOf('data', 12, 'latin1') + 8);
  return compare(pcm, agentHertz, citizenHertz, 8000, 0, 1);
}
