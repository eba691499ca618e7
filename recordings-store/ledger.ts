import type { Logger } from '../core/platform/logger.ts';
import type { Queryable, Sql } from '../core/platform/postgres.ts';
import { directoryStore } from './blob-store.ts';
import { resolveForCall } from './incidents.ts';
import { enrolEarlyMedia, enrolEndedCalls } from './queries.ts';
import { callSpoolName, lookAt } from './spool.ts';
import { sweepSpool } from './sweep.ts';

export interface LedgerReport {
  /** Ended calls that were answered by anybody: people, machines, abandoned ones and synthetic ones. */
  answered: number;
  registered: number;
  /** What the network said on unanswered calls: how many were to be kept, and are (or held nothing to hear). */
  earlyMedia: { expected: number; settled: number };
  missing: { callId: string; recordingId: string | null; state: string; error: string | null }[];
  /** Recordings whose spool files had been left behind and are cleared now. */
  cleared: number;
  /** Recordings given up for lack of a file, which is there now: they are on their way again. */
  revived: number;
}

/**
 * Proves that every answered call has its recording, or names the ones that have not. Purged recordings count as
 * registered: they had theirs.
 */
export async function reconcileLedger(options: {
  sql: Sql;
  spoolDir: string;
  storeDir: string;
  logger: Logger;
}): Promise<LedgerReport> {
  const { sql } = options;
  await enrolEndedCalls(sql, 0);
  await enrolEarlyMedia(sql, 0);
  const revived = await reviveFailed(sql, options.spoolDir);
  const cleared = await sweepSpool({ ...options, store: directoryStore(options.storeDir) });
  const [counts] = await sql<{ answered: number; registered: number }[]>`
    select count(*)::int as answered, (count(*) filter (where r.state in ('registered','purged')))::int as registered
    from call c left join recording r on r.call_id = c.id
    where c.answered_at is not null and c.ended_at is not null`;
  const [early] = await sql<{ expected: number; settled: number }[]>`
    select count(*)::int as expected, (count(*) filter (where r.state in ('registered','purged')))::int as settled
    from call c left join recording r on r.call_id = c.id
    where c.early_media_spool is not null and c.ended_at is not null`;
  const missing = await sql<LedgerReport['missing']>`
    select c.id as "callId", c.recording_id as "recordingId", coalesce(r.state, 'none') as state, r.last_error as error
    from call c left join recording r on r.call_id = c.id
    where c.answered_at is not null and c.ended_at is not null
      and (r.id is null or r.state not in ('registered','purged'))
    order by c.ended_real_ms`;
  return {
    answered: counts?.answered ?? 0,
    registered: counts?.registered ?? 0,
    earlyMedia: early ?? { expected: 0, settled: 0 },
    missing: [...missing],
    cleared,
    revived,
  };
}

/** A file that came late (spool remounted, exchange frozen) is not lost because somebody once looked in vain. */
async function reviveFailed(db: Queryable, spoolDir: string): Promise<number> {
  const failed = await db<{ id: string; callId: string; callSpool: string | null; ringSpool: string | null }[]>`
    select r.id, r.call_id as "callId", c.call_spool as "callSpool", c.ring_spool as "ringSpool"
    from recording r join call c on c.id = r.call_id where r.state = 'failed'`;
  let revived = 0;
  for (const row of failed) {
    const call = await lookAt(spoolDir, callSpoolName(row));
    if (!call || call.ms === 0) continue;
    const updated = await db`
      update recording set state = 'waiting', lease_until = null, updated_at = now()
      where id = ${row.id} and state = 'failed' returning id`;
    if (updated.length > 0) await resolveForCall(db, row.callId, 'recording_missing');
    revived += updated.length;
  }
  return revived;
}
