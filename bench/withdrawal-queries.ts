import type { Sql } from '../core/platform/postgres.ts';
import type { OwedItem } from './payment-file.ts';

export interface PaidTarget {
  targetId: number;
  personId: number;
  subjectId: string;
}

/** Nobody has them in hand; spread over the lists, as payments are. */
export function selectWaiting(sql: Sql, campaignIds: readonly string[], limit: number): Promise<PaidTarget[]> {
  return sql<PaidTarget[]>`
    select ct.id as "targetId", ct.person_id as "personId", c.subject_id as "subjectId"
    from campaign_target ct join campaign c on c.id = ct.campaign_id left join target_progress tp on tp.target_id = ct.id
    where c.id = any(${campaignIds as string[]}::uuid[]) and (tp.state is null or tp.state in ('queued', 'waiting'))
      and not exists (select 1 from campaign_target other join target_progress op on op.target_id = other.id
        where other.person_id = ct.person_id and op.lease_until is not null)
    order by hashint8(ct.id) limit ${limit}`;
}

export async function selectTarget(sql: Sql, targetId: number): Promise<PaidTarget | undefined> {
  const [row] = await sql<PaidTarget[]>`
    select ct.id as "targetId", ct.person_id as "personId", c.subject_id as "subjectId"
    from campaign_target ct join campaign c on c.id = ct.campaign_id where ct.id = ${targetId}`;
  return row;
}

/** What is due comes last: with its payment nothing is left to call about. */
export function selectOwed(sql: Sql, targets: readonly PaidTarget[]): Promise<OwedItem[]> {
  return sql<OwedItem[]>`
    select a.id, a.person_id as "personId", a.subject_id as "subjectId", a.levy_year as "levyYear", a.notice_no as "noticeNo",
      a.period_no as "periodNo", a.unpaid
    from arrears_item a join unnest(${targets.map(({ personId }) => personId)}::bigint[],
      ${targets.map(({ subjectId }) => subjectId)}::text[]) as t (person_id, subject_id)
      on (a.person_id, a.subject_id) = (t.person_id, t.subject_id)
    where a.unpaid > 0 order by a.due_date desc, a.id`;
}

export async function withdrawnOf(sql: Sql, targetIds: readonly number[]): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select target_id as id from target_progress where target_id = any(${targetIds as number[]}::bigint[]) and state = 'withdrawn'`;
  return rows.map(({ id }) => id);
}

/** Call-ID by which the far side's log names it; null when its telephone does not ring (yet). */
export async function selectRinging(sql: Sql, callId: string): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`
    select sip_call_id as id from call where id = ${callId} and state = 'ringing'`;
  return row?.id ?? null;
}

export async function setPreviewLimit(sql: Sql, campaignId: string, seconds: number): Promise<void> {
  await sql`update campaign set preview_limit_sec = ${seconds} where id = ${campaignId}`;
}
