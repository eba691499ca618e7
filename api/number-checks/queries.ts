import type { NumberVerdict } from '../../core/contracts/http/number-checks.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

export interface CheckScope {
  subjectScope: readonly string[] | null;
  centreScope: readonly string[] | null;
  privileged: boolean;
}

export interface CheckRow {
  callId: string;
  recordingId: string;
  at: Date;
  personId: number;
  phoneId: number;
  digits: string;
  numberType: string;
  subjectId: string;
  subjectShortName: string;
  subjectColour: string;
  guess: string;
  recordedMs: number;
}

/** Kept sounds of the network inside the scope. A shielded person's number is shown to named staff only. */
function sounds(db: Queryable, { subjectScope, centreScope, privileged }: CheckScope) {
  return db`
    recording r join call c on c.id = r.call_id join subject s on s.id = c.subject_id join person p on p.id = c.person_id
    where r.kind = 'early_media' and r.state = 'registered' and not c.training and c.phone_id is not null and c.dialled_number is not null
      and (${subjectScope === null} or s.id = any(${[...(subjectScope ?? [])]}))
      and (${centreScope === null} or s.centre_id is null or s.centre_id = any(${[...(centreScope ?? [])]}))
      and (${privileged} or p.shielded = false)`;
}

/** One sound a number is enough: the newest. What was decided for these digits since needs no ear any more. */
function undecided(db: Queryable) {
  return db`not exists (select 1 from call n join number_check k on k.call_id = n.id and k.verdict is not null
      where n.dialled_number = c.dialled_number and n.created_at >= c.created_at)
    and not exists (select 1 from call n join recording nr on nr.call_id = n.id and nr.kind = 'early_media' and nr.state = 'registered'
      where n.dialled_number = c.dialled_number and n.created_at > c.created_at)`;
}

const columns = (
  db: Queryable,
) => db`c.id as "callId", r.id as "recordingId", r.started_at as at, c.person_id as "personId",
  c.phone_id as "phoneId", c.dialled_number as digits, coalesce(c.number_type, 'other') as "numberType", s.id as "subjectId",
  s.short_name as "subjectShortName", s.colour as "subjectColour", c.line_result as guess, r.recorded_ms as "recordedMs"`;

export async function selectOpenChecks(db: Queryable, scope: CheckScope, limit: number): Promise<CheckRow[]> {
  return db<CheckRow[]>`
    select ${columns(db)} from ${sounds(db, scope)} and ${undecided(db)} order by r.started_at, r.id limit ${limit}`;
}

export async function countOpenChecks(db: Queryable, scope: CheckScope): Promise<number> {
  const [row] = await db<{ n: number }[]>`select count(*)::int as n from ${sounds(db, scope)} and ${undecided(db)}`;
  return row?.n ?? 0;
}

export async function selectCheck(db: Queryable, scope: CheckScope, callId: string): Promise<CheckRow | undefined> {
  const [row] = await db<CheckRow[]>`select ${columns(db)} from ${sounds(db, scope)} and c.id = ${callId}`;
  return row;
}

/** @returns false when somebody else has decided already */
export async function saveVerdict(
  db: Queryable,
  check: CheckRow,
  verdict: NumberVerdict,
  by: string,
  at: Date,
): Promise<boolean> {
  const rows = await db`
    insert into number_check (call_id, person_id, phone_id, digits, guess, verdict, decided_by, decided_at)
    values (${check.callId}, ${check.personId}, ${check.phoneId}, ${check.digits}, ${check.guess}, ${verdict}, ${by}, ${at})
    on conflict (call_id) do update set verdict = excluded.verdict, decided_by = excluded.decided_by,
      decided_at = excluded.decided_at
    where number_check.verdict is null or number_check.decided_by = excluded.decided_by
    returning id`;
  return rows.length === 1;
}

/** Only one's own; the number is in the list again. */
export async function takeBackVerdict(db: Queryable, callId: string, by: string): Promise<boolean> {
  const rows = await db`
    update number_check set verdict = null, decided_by = null, decided_at = null
    where call_id = ${callId} and decided_by = ${by} and verdict is not null returning id`;
  return rows.length === 1;
}
