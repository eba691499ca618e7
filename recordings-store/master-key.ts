import type { Queryable } from '../core/platform/postgres.ts';
import { type MasterKey, MasterKeyError, type MasterKeyState, readMasterKey } from './keys.ts';
import { keyIdInUse } from './queries.ts';

/**
 * The master key, if it is the one this installation has been sealing with. Sealing with a stray key would make
 * recordings that nobody can play once the right one is put back.
 * @throws MasterKeyError
 */
export async function usableMasterKey(db: Queryable, file: string): Promise<MasterKey> {
  const key = await readMasterKey(file);
  const inUse = await keyIdInUse(db);
  if (inUse !== null && inUse !== key.id) throw new MasterKeyError('wrong');
  return key;
}

export async function masterKeyState(db: Queryable, file: string): Promise<MasterKeyState> {
  try {
    await usableMasterKey(db, file);
    return 'ready';
  } catch (error) {
    if (error instanceof MasterKeyError) return error.state;
    throw error;
  }
}
