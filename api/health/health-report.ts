import { z } from 'zod';
import { messageOf } from '../../core/platform/errors.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import { type MasterKeyState, masterKeyState } from '../../recordings-store/index.ts';
import type { ApiDeps } from '../http/deps.ts';
import { selectHeartbeats, selectSyntheticAge } from './queries.ts';

const partSchema = z.object({
  ok: z.boolean(),
  /** Seconds since its last sign of life; null when there was none. */
  ageSec: z.number().nullable(),
  /** One Japanese sentence when something must be done. */
  message: z.string().nullable(),
});

export const healthSchema = z.object({
  ok: z.boolean(),
  parts: z.object({
    database: partSchema,
    telephony: partSchema,
    asterisk: partSchema,
    worker: partSchema,
    syntheticCall: partSchema,
    masterKey: partSchema,
  }),
});

type Part = z.infer<typeof partSchema>;
export type Health = z.infer<typeof healthSchema>;

/** Each process writes its row every second; five seconds of silence is no hiccup any more. */
const SILENT_AFTER_SEC = 5;

const round = (seconds: number) => Math.max(0, Math.round(seconds * 10) / 10);
const bad = (message: string, ageSec: number | null = null): Part => ({ ok: false, ageSec, message });

/** Never throws: a part that cannot be asked is a part that is not well. */
export async function healthReport({ sql, config, logger }: ApiDeps): Promise<Health> {
  let beats: Awaited<ReturnType<typeof selectHeartbeats>> = [];
  let syntheticAge: number | null = null;
  let database: Part = { ok: true, ageSec: 0, message: null };
  try {
    beats = await withDeadline('heartbeats', selectHeartbeats(sql), 2_000);
    syntheticAge = await withDeadline('synthetic call', selectSyntheticAge(sql), 2_000);
  } catch (error) {
    logger.warn({ err: messageOf(error) }, 'health: the database does not answer');
    database = bad('データベースが応答しません。');
  }
  const process = (name: string, message: string): Part => {
    const beat = beats.find((row) => row.process === name);
    if (!beat) return bad(message);
    const ageSec = round(beat.age_sec);
    return beat.age_sec <= SILENT_AFTER_SEC ? { ok: true, ageSec, message: null } : bad(message, ageSec);
  };
  const telephony = process('telephony', '電話制御が動いていません。');
  const parts = {
    database,
    telephony,
    asterisk: asteriskPart(telephony, beats.find((row) => row.process === 'telephony')?.detail ?? null),
    worker: process('worker', '取込・録音の処理が動いていません。'),
    syntheticCall: syntheticPart(syntheticAge),
    masterKey: await masterKeyPart(sql, config.recordings.masterKeyFile),
  };
  return { ok: Object.values(parts).every((part) => part.ok), parts };
}

/** Telephony tells in its heartbeat whether both links (ARI and AMI) to Asterisk are up. */
function asteriskPart(telephony: Part, detail: Record<string, unknown> | null): Part {
  if (!telephony.ok) return bad('交換機の状態を確認できません。', telephony.ageSec);
  const up = detail?.['ari'] === true && detail['ami'] === true;
  return up ? { ...telephony } : bad('交換機（Asterisk）との接続が切れています。', telephony.ageSec);
}

function syntheticPart(age: number | null): Part {
  return age === null ? bad('試験通話がまだ行われていません。') : { ok: true, ageSec: round(age), message: null };
}

const KEY_MESSAGES: Record<Exclude<MasterKeyState, 'ready'>, string> = {
  missing: '録音のマスターキーが見つかりません。鍵ファイルを元の場所に戻してください。',
  unreadable: '録音のマスターキーを読み取れません。鍵ファイルと権限を確認してください。',
  wrong: 'この録音のものではないマスターキーです。正しい鍵ファイルに戻してください。',
};

async function masterKeyPart(sql: ApiDeps['sql'], file: string): Promise<Part> {
  const state = await withDeadline('master key', masterKeyState(sql, file), 2_000).catch(() => 'unknown' as const);
  if (state === 'unknown') return bad('録音のマスターキーを確認できません。');
  return state === 'ready' ? { ok: true, ageSec: null, message: null } : bad(KEY_MESSAGES[state]);
}
