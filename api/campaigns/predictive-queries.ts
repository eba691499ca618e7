import type { Queryable } from '../../core/platform/postgres.ts';

export async function insertPredictiveApproval(
  db: Queryable,
  approval: {
    id: string;
    subjectId: string;
    approvalId: string;
    validFrom: string;
    validTo: string | null;
    capPercent: number;
    now: Date;
  },
): Promise<void> {
  const { id, subjectId, approvalId, validFrom, validTo, capPercent, now } = approval;
  await db`
    insert into predictive_approval (id, subject_id, approval_id, valid_from, valid_to, cap_percent, created_at)
    values (${id}, ${subjectId}, ${approvalId}, ${validFrom}, ${validTo}, ${capPercent}, ${now})`;
}

export interface PredictiveInForce {
  subjectId: string;
  capPercent: number;
  validFrom: string;
  validTo: string | null;
}

/** The newest yes that covers the day. A later one replaces an earlier one from its first day on. */
export async function selectPredictiveInForce(
  db: Queryable,
  subjectId: string,
  today: string,
): Promise<PredictiveInForce | undefined> {
  const [row] = await db<PredictiveInForce[]>`
    select subject_id as "subjectId", cap_percent as "capPercent", valid_from as "validFrom", valid_to as "validTo"
    from predictive_approval
    where subject_id = ${subjectId} and valid_from <= ${today}::date and (valid_to is null or valid_to >= ${today}::date)
    order by valid_from desc, created_at desc limit 1`;
  return row;
}

export interface PredictiveLineRow {
  subjectId: string;
  centreId: string | null;
  capPercent: number | null;
  validFrom: string | null;
  validTo: string | null;
  waitingSince: Date | null;
  /** The officer's words when the last question was returned and none was asked since. */
  returned: string | null;
}

/** Each active subject with its approval in force and the last question about it. */
export async function selectPredictiveLines(db: Queryable, today: string): Promise<PredictiveLineRow[]> {
  return db<PredictiveLineRow[]>`
    select s.id as "subjectId", s.centre_id as "centreId", p.cap_percent as "capPercent", p.valid_from as "validFrom",
      p.valid_to as "validTo", case when q.state = 'waiting' then q.requested_at end as "waitingSince",
      case when q.state = 'returned' then q.answer end as returned
    from subject s
    left join lateral (select * from predictive_approval where subject_id = s.id and valid_from <= ${today}::date
      and (valid_to is null or valid_to >= ${today}::date) order by valid_from desc, created_at desc limit 1) p on true
    left join lateral (select state, answer, requested_at from approval_request where kind = 'predictive' and ref_id = s.id
      order by requested_at desc, id desc limit 1) q on true
    where s.active order by s.id`;
}

/** From this day on nothing of it is in force. */
export async function endPredictive(db: Queryable, subjectId: string, today: string): Promise<number> {
  const rows = await db`
    update predictive_approval set valid_to = ${today}::date - 1
    where subject_id = ${subjectId} and (valid_to is null or valid_to >= ${today}::date) returning id`;
  return rows.length;
}

/** Campaigns that dial predictively without a yes in force go on progressively. @returns those switched */
export async function lapsePredictive(db: Queryable, today: string): Promise<{ id: string; subjectId: string }[]> {
  return db<{ id: string; subjectId: string }[]>`
    update campaign c set mode = 'progressive'
    where c.mode = 'predictive' and c.state <> 'finished' and not exists (select 1 from predictive_approval p
      where p.subject_id = c.subject_id and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date))
    returning c.id, c.subject_id as "subjectId"`;
}

/** The subject's campaign with most persons: the one whose calls the simulation of the whole line is made with. */
export async function selectLargestCampaign(db: Queryable, subjectId: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select c.id from campaign c where c.subject_id = ${subjectId} and c.state <> 'finished' and not c.privileged and not c.training
    order by (select count(*) from campaign_target t where t.campaign_id = c.id) desc, c.id limit 1`;
  return row?.id;
}

export interface MeasuredLine {
  calls: number;
  persons: number;
  abandoned: number;
  talkSec: number | null;
  ringSec: number | null;
}

/** What the subject's own outbound calls showed since then; `persons` are those who answered, machines excluded. */
export async function selectMeasured(db: Queryable, subjectId: string, since: Date): Promise<MeasuredLine> {
  const [row] = await db<MeasuredLine[]>`
    select count(*) as calls, count(*) filter (where person) as persons,
      count(*) filter (where person and abandoned) as abandoned,
      (avg(ended_real_ms - answered_real_ms) filter (where person and not abandoned) / 1000)::float8 as "talkSec",
      (avg(extract(epoch from answered_at - dialled_at)) filter (where answered_at is not null))::float8 as "ringSec"
    from (select *, answered_at is not null and coalesce(answered_by, 'person') = 'person'
        and coalesce(line_result, '') not in ('answered_machine', 'fax') as person
      from call where subject_id = ${subjectId} and not training and direction = 'outbound' and dialled_at >= ${since}
        and not excluded_from_count) k`;
  return row ?? { calls: 0, persons: 0, abandoned: 0, talkSec: null, ringSec: null };
}
