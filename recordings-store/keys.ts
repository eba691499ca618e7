import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DomainError } from '../core/platform/errors.ts';

export interface MasterKey {
  id: string;
  bytes: Buffer;
}

export type MasterKeyState = 'ready' | 'missing' | 'unreadable' | 'wrong';

/** No recording can be sealed or played. The code that raises it never makes a key: a new one would hide the loss. */
export class MasterKeyError extends DomainError {
  readonly state: Exclude<MasterKeyState, 'ready'>;
  constructor(state: Exclude<MasterKeyState, 'ready'>) {
    const words = {
      missing: '録音の鍵ファイルがありません。',
      unreadable: '録音の鍵ファイルを読み取れません。',
      wrong: '録音の鍵ファイルがこの録音のものではありません。',
    };
    super(`recording/master-key-${state}`, 503, `${words[state]}システム管理者へご連絡ください。`);
    this.state = state;
  }
}

/**
 * Reads the master key: 32 bytes in base64. It is read each time it is needed, so that a key that comes back, or is taken
 * away, counts at once.
 * @throws MasterKeyError `missing` or `unreadable`
 */
export async function readMasterKey(file: string): Promise<MasterKey> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new MasterKeyError(error.code === 'ENOENT' ? 'missing' : 'unreadable');
  });
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== text.trim()) throw new MasterKeyError('unreadable');
  return { id: keyIdOf(bytes), bytes };
}

/** Names a key without telling anything about it. */
function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('toritsugi master key id\0').update(key).digest('hex').slice(0, 16);
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Which recording and which master key a wrapped key is for: one put into another row does not open. */
function bindingOf(recordingId: string, keyId: string): Buffer {
  return Buffer.from(`toritsugi recording key 1\0${recordingId}\0${keyId}`);
}

/** nonce ‖ ciphertext ‖ tag */
export function wrapDataKey(master: MasterKey, recordingId: string, dataKey: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', master.bytes, nonce).setAAD(bindingOf(recordingId, master.id));
  return Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
}

/** @throws MasterKeyError `wrong` for another key; TamperedError when the wrapped key was changed or belongs elsewhere. */
export function unwrapDataKey(master: MasterKey, recordingId: string, keyId: string, wrapped: Buffer): Buffer {
  if (master.id !== keyId) throw new MasterKeyError('wrong');
  if (wrapped.length !== NONCE_BYTES + 32 + TAG_BYTES) throw new TamperedError(recordingId, 'wrapped key');
  const decipher = createDecipheriv('aes-256-gcm', master.bytes, wrapped.subarray(0, NONCE_BYTES))
    .setAAD(bindingOf(recordingId, keyId))
    .setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new TamperedError(recordingId, 'wrapped key');
  }
}

/** The stored bytes are not what was stored. Nothing of the affected segment is ever given out. */
export class TamperedError extends DomainError {
  constructor(recordingId: string, where: string) {
    super(
      'recording/tampered',
      500,
      'この録音は保存後に変更されたか壊れているため、再生できません。システム管理者へご連絡ください。',
      { recordingId, where },
    );
  }
}
