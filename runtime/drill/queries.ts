import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/** The city's yes, with the cap it would ask for itself. */
export async function approvePredictive(db: Queryable, subjectId: string, from: string): Promise<void> {
  await db`
    insert into predictive_approval (id, subject_id, valid_from, cap_percent, created_at)
    values (${newId()}, ${subjectId}, ${from}, 1, now())`;
}

export async function limitTrunk(db: Queryable, channels: number): Promise<void> {
  await db`update trunk set channels = ${channels} where id = 'simulator'`;
}

export async function numbersOfCampaigns(db: Queryable, campaignIds: readonly string[]): Promise<string[]> {
  const rows = await db<{ digits: string }[]>`
    select distinct p.digits from phone_number p join campaign_target t on t.person_id = p.person_id
    where t.campaign_id = any(${[...campaignIds]}::uuid[]) and p.digits is not null and p.gone_at is null`;
  return rows.map(({ digits }) => digits);
}

/** One call as the product wrote it down; instants are epoch milliseconds of the machine. */
export interface CallRow {
  id: string;
  /** Null when the far telephone never rang: the exchange tells it with the ringing. */
  sipCallId: string | null;
  number: string | null;
  answeredMs: number | null;
  connectedMs: number | null;
  endedMs: number | null;
  ended: boolean;
  recordingState: string | null;
  recordedMs: number | null;
  flags: string[] | null;
}

export async function selectCalls(db: Queryable): Promise<CallRow[]> {
  const rows = await db<CallRow[]>`
    select c.id, c.sip_call_id as "sipCallId", c.dialled_number as number, c.answered_real_ms::float8 as "answeredMs",
      c.connected_real_ms::float8 as "connectedMs", c.ended_real_ms::float8 as "endedMs", c.ended_at is not null as ended,
      r.state as "recordingState", r.recorded_ms::float8 as "recordedMs", r.flags
    from call c left join recording r on r.call_id = c.id and r.kind = 'call'
    where c.direction <> 'synthetic' and c.dialled_at is not null`;
  return rows;
}

/** Calls that ring or are being dialled: with the campaigns paused they only get fewer. */
export async function countUnanswered(db: Queryable): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from call where ended_at is null and state in ('created', 'dialling', 'ringing')`;
  return row?.n ?? 0;
}

/** Sound that was answered for and is not in the ledger yet. */
export async function countUnsealed(db: Queryable): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from call c left join recording r on r.call_id = c.id and r.kind = 'call'
    where c.answered_at is not null and c.recording_id is not null
      and (c.ended_at is null or r.state is null or r.state not in ('registered', 'failed'))`;
  return row?.n ?? 0;
}

export async function countLeases(db: Queryable): Promise<{ leases: number; openCalls: number; incidents: number }> {
  const [row] = await db<{ leases: number; openCalls: number; incidents: number }[]>`
    select (select count(*)::int from target_progress where lease_agent_id is not null or lease_pool
        or state in ('leased', 'in_call', 'wrap_up')) as leases,
      (select count(*)::int from call where ended_at is null) as "openCalls",
      (select count(*)::int from incident where resolved_at is null) as incidents`;
  return row ?? { leases: 0, openCalls: 0, incidents: 0 };
}
