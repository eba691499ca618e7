import type { Queryable, Sql } from '../core/platform/postgres.ts';

/** Only these states are worked on; the others are final. */
export type OpenState = 'waiting' | 'collected' | 'verified' | 'encoded' | 'encrypted';

/** One recording on its way into the store, with the facts of its call that the steps need. */
export interface RecordingJob {
  id: string;
  /** `early_media`: what the network said instead of an answer. */
  kind: 'call' | 'early_media';
  callId: string;
  state: OpenState;
  /** Counts claims. Also the fencing token: every write of a step names it, so a worker that slept loses. */
  attempts: number;
  sourceName: string | null;
  sourceFromFrame: number;
  sourceFrames: number | null;
  plainSha256: string | null;
  plainBytes: number | null;
  path: string | null;
  segmentBytes: number | null;
  keyId: string | null;
  wrappedKey: Buffer | null;
  ringSpool: string | null;
  callSpool: string | null;
  answeredRealMs: number | null;
  endedRealMs: number | null;
  endedBy: string | null;
  sipCallId: string | null;
}

/** The worker's claim ran out and another one took the recording: stop, touch nothing more. */
export class LeaseLostError extends Error {
  constructor(id: string) {
    super(`Another worker took over recording ${id}.`);
  }
}

/**
 * Gives every answered and ended call that ended after `sinceRealMs` its row. Calls without a time by the exchange's
 * clock are always looked at.
 */
export async function enrolEndedCalls(db: Queryable, sinceRealMs: number): Promise<number> {
  const rows = await db`
    insert into recording (id, call_id, state, started_at)
    select c.recording_id, c.id, 'waiting', c.answered_at
    from call c
    where c.answered_at is not null and c.recording_id is not null and c.ended_at is not null
      and (c.ended_real_ms > ${sinceRealMs} or c.ended_real_ms is null)
      and not exists (select 1 from recording r where r.id = c.recording_id or r.call_id = c.id)
    on conflict do nothing
    returning id`;
  return rows.length;
}

/** Gives what the network said on unanswered calls its row too. Those calls have no answer: the row begins with the dial. */
export async function enrolEarlyMedia(db: Queryable, sinceRealMs: number): Promise<void> {
  await db`
    insert into recording (id, call_id, state, started_at, kind)
    select c.recording_id, c.id, 'waiting', coalesce(c.dialled_at, c.created_at), 'early_media'
    from call c
    where c.early_media_spool is not null and c.answered_at is null and c.recording_id is not null and c.ended_at is not null
      and c.ended_real_ms > ${sinceRealMs}
      and not exists (select 1 from recording r where r.id = c.recording_id or r.call_id = c.id)
    on conflict do nothing`;
}

/** There was nothing to hear: the row stays, as one whose sound is gone, and says why. */
export async function dropSilent(
  db: Queryable,
  job: Pick<RecordingJob, 'id' | 'attempts'>,
  flag: string,
): Promise<void> {
  await db`
    update recording set state = 'purged', flags = array[${flag}], lease_until = null, updated_at = now()
    where id = ${job.id} and attempts = ${job.attempts}`;
}

/**
 * Takes up to `limit` recordings nobody works on. `throughEncrypt` false leaves alone what only waits for the master key.
 */
export async function claimRecordings(
  db: Queryable,
  options: { limit: number; leaseMs: number; throughEncrypt: boolean },
): Promise<RecordingJob[]> {
  const states = options.throughEncrypt
    ? ['waiting', 'collected', 'verified', 'encoded', 'encrypted']
    : ['waiting', 'collected', 'verified'];
  const taken = await db<{ id: string }[]>`
      update recording set lease_until = now() + ${options.leaseMs} * interval '1 millisecond',
             attempts = attempts + 1, updated_at = now()
      where id in (
        select id from recording
        where state not in ('registered','failed','purged') and state = any(${states})
          and (lease_until is null or lease_until < now())
        order by lease_until nulls first limit ${options.limit} for update skip locked)
      returning id`;
  if (taken.length === 0) return [];
  return await selectJobs(
    db,
    taken.map((row) => row.id),
  );
}

async function selectJobs(db: Queryable, ids: readonly string[]): Promise<RecordingJob[]> {
  return await db<RecordingJob[]>`
    select r.id, r.kind, r.call_id as "callId", r.state, r.attempts, r.source_name as "sourceName",
           r.source_from_frame as "sourceFromFrame", r.source_frames as "sourceFrames",
           r.plain_sha256 as "plainSha256", r.plain_bytes as "plainBytes", r.path, r.segment_bytes as "segmentBytes",
           r.key_id as "keyId", r.wrapped_key as "wrappedKey", c.ring_spool as "ringSpool",
           c.call_spool as "callSpool", c.answered_real_ms as "answeredRealMs", c.ended_real_ms as "endedRealMs",
           c.ended_by as "endedBy", c.sip_call_id as "sipCallId"
    from recording r join call c on c.id = r.call_id
    where r.id = any(${[...ids]}::uuid[])
    order by c.ended_real_ms nulls first`;
}

/** The row as the last step left it. @throws LeaseLostError when another worker has claimed it meanwhile */
export async function reloadJob(db: Queryable, job: RecordingJob): Promise<RecordingJob> {
  const [row] = await selectJobs(db, [job.id]);
  if (!row || row.attempts !== job.attempts) throw new LeaseLostError(job.id);
  return row;
}

export type RecordingChange = Record<string, string | number | Date | Buffer | null>;

/** Writes what a step found, together with the new state. @throws LeaseLostError when the claim is no longer ours. */
export async function saveStep(
  db: Queryable,
  job: Pick<RecordingJob, 'id' | 'attempts'>,
  state: OpenState | 'registered' | 'failed',
  change: RecordingChange,
  flags: readonly string[] = [],
): Promise<void> {
  const values = { ...change, state };
  const rows = await db`
    update recording set ${db(values)}, updated_at = now(),
           flags = (select coalesce(array_agg(distinct f order by f), '{}') from unnest(flags || ${[...flags]}::text[]) f),
           registered_at = case when ${state} = 'registered' then now() else registered_at end
    where id = ${job.id} and attempts = ${job.attempts} and state not in ('registered','failed','purged')
    returning id`;
  if (rows.length === 0) throw new LeaseLostError(job.id);
}

export async function savePeaks(db: Sql, id: string, peaks: { perSecond: number; left: number[]; right: number[] }) {
  await db`update recording set peaks = ${db.json(peaks)} where id = ${id}`;
}

/** False when the claim is no longer ours. */
export async function renewLease(db: Queryable, job: Pick<RecordingJob, 'id' | 'attempts'>, leaseMs: number) {
  const rows = await db`
    update recording set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where id = ${job.id} and attempts = ${job.attempts} returning id`;
  return rows.length === 1;
}

/** Gives the claim back; nobody takes it before `afterMs`. */
export async function releaseLease(
  db: Queryable,
  job: Pick<RecordingJob, 'id' | 'attempts'>,
  afterMs: number,
  error: string | null,
): Promise<void> {
  await db`
    update recording set lease_until = now() + ${afterMs} * interval '1 millisecond', last_error = ${error},
           updated_at = now()
    where id = ${job.id} and attempts = ${job.attempts} and state not in ('registered','failed','purged')`;
}

/** The key id of the newest registered recording: the key this installation has been using. */
export async function keyIdInUse(db: Queryable): Promise<string | null> {
  const [row] = await db<{ keyId: string }[]>`
    select key_id as "keyId" from recording where state = 'registered' and key_id is not null
    order by registered_at desc limit 1`;
  return row?.keyId ?? null;
}

export interface PipelineCounts {
  open: number;
  waitingForKey: number;
  oldestOpenSec: number | null;
  failed: number;
  openIncidents: number;
}

export async function countPipeline(db: Queryable): Promise<PipelineCounts> {
  const [row] = await db<PipelineCounts[]>`
    select count(*)::int as open,
           (count(*) filter (where r.state = 'encoded'))::int as "waitingForKey",
           (select count(*)::int from recording where state = 'failed') as failed,
           (select count(*)::int from incident where resolved_at is null) as "openIncidents",
           (extract(epoch from now()) - min(c.ended_real_ms) / 1000)::int as "oldestOpenSec"
    from recording r join call c on c.id = r.call_id
    where r.state not in ('registered','failed','purged')`;
  if (!row) throw new Error('count without a row');
  return row;
}

/**
 * The recording of a call that somebody complained about is kept whatever its term says, until the complaint turns out to be none
 * (its record was corrected). What a person put on hold is not touched. @returns how many changed
 */
export async function holdComplaints(db: Queryable): Promise<number> {
  const rows = await db`
    with disputed as (select distinct h.call_id from hand_over h where h.kind = 'complaint' and h.state <> 'withdrawn' and h.call_id is not null),
    held as (update recording r set hold = true, hold_reason = 'complaint', updated_at = now() from disputed d
      where r.call_id = d.call_id and not r.hold returning r.id),
    freed as (update recording r set hold = false, hold_reason = null, updated_at = now()
      where r.hold_reason = 'complaint' and r.call_id not in (select call_id from disputed) returning r.id)
    select id from held union all select id from freed`;
  return rows.length;
}
