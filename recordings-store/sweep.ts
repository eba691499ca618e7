import { rm } from 'node:fs/promises';
import type { Logger } from '../core/platform/logger.ts';
import type { Queryable, Sql } from '../core/platform/postgres.ts';
import type { BlobStore } from './blob-store.ts';
import { listSpool, lookAt, recordingIdOf, spoolPath } from './spool.ts';
import { removeSources } from './steps/register.ts';

/** Left-overs younger than this may still be in somebody's hands. */
const LEFT_OVER_AFTER_MS = 10_000;

interface SpoolOwner {
  id: string;
  path: string | null;
  callSpool: string | null;
  ringSpool: string | null;
  registered: boolean;
  /** Ended without an answer and without a word of the network: only the ring recorder ran. */
  unanswered: boolean;
}

/**
 * Clears what may go from the spool: files of registered recordings (a kill came before their removal) and the ring
 * recorder's files of calls that nobody answered. Files of unknown calls, of calls that go on and of recordings that are not
 * registered are never touched. @returns how many recordings were cleared
 */
export async function sweepSpool(options: {
  sql: Sql;
  store: BlobStore;
  spoolDir: string;
  logger: Logger;
}): Promise<number> {
  const { sql, spoolDir, logger } = options;
  const quiet = new Map<string, boolean>();
  for (const name of await listSpool(spoolDir)) {
    const id = recordingIdOf(name);
    const file = id === undefined ? undefined : await lookAt(spoolDir, name);
    if (id === undefined || !file) continue;
    quiet.set(id, (quiet.get(id) ?? true) && file.quietForMs >= LEFT_OVER_AFTER_MS);
  }
  const ids = [...quiet].filter(([, isQuiet]) => isQuiet).map(([id]) => id);
  if (ids.length === 0) return 0;
  let cleared = 0;
  for (const owner of await spoolOwners(sql, ids)) {
    if (owner.registered) await removeSources(owner, options);
    else if (owner.unanswered) await dropRinging(owner, spoolDir);
    else continue;
    cleared += 1;
    logger.info({ recordingId: owner.id, registered: owner.registered }, 'spool cleared');
  }
  return cleared;
}

async function dropRinging(owner: SpoolOwner, spoolDir: string): Promise<void> {
  for (const name of await listSpool(spoolDir))
    if (recordingIdOf(name) === owner.id) await rm(spoolPath(spoolDir, name), { force: true });
}

async function spoolOwners(db: Queryable, ids: readonly string[]): Promise<SpoolOwner[]> {
  return await db<SpoolOwner[]>`
    select c.recording_id as id, r.path, c.call_spool as "callSpool", c.ring_spool as "ringSpool",
           coalesce(r.state = 'registered', false) as registered,
           c.ended_at is not null and c.answered_at is null and r.id is null and c.early_media_spool is null as unanswered
    from call c left join recording r on r.id = c.recording_id
    where c.recording_id = any(${[...ids]}::uuid[])`;
}
