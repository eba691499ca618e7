import type { Queryable } from '../../core/platform/postgres.ts';

export async function selectInboundSetting(db: Queryable, today: string): Promise<unknown> {
  const [row] = await db<{ value: unknown }[]>`
    select value from setting where key = 'inbound' and valid_from <= ${today}::date order by valid_from desc limit 1`;
  return row?.value;
}

const onDuty = (
  db: Queryable,
  node: string,
) => db`a.node = ${node} and a.state <> 'offline' and a.intent = 'ready' and a.leg_up and not a.training
  and s.disabled_at is null`;

/** Who spoke with this number last, if they are on duty: in either direction, with a person. */
export async function selectLastAgent(
  db: Queryable,
  node: string,
  digits: string,
  since: Date,
): Promise<string | undefined> {
  const [row] = await db<{ id: string; present: boolean }[]>`
    with talks as (
      (select k.agent_id, k.created_at from call k where k.direction = 'inbound' and k.caller_id = ${digits}
        and k.created_at >= ${since} and k.bridged_at is not null and k.agent_id is not null order by k.created_at desc limit 1)
      union all
      (select k.agent_id, k.created_at from call k where k.dialled_number = ${digits} and k.direction = 'outbound'
        and k.created_at >= ${since} and k.bridged_at is not null and k.agent_id is not null
        and k.answered_by is distinct from 'machine' order by k.created_at desc limit 1))
    select t.agent_id as id, exists (select 1 from agent_state a join staff_account s on s.id = a.agent_id
      where a.agent_id = t.agent_id and ${onDuty(db, node)}) as present
    from talks t order by t.created_at desc limit 1`;
  return row?.present ? row.id : undefined;
}

/** Agents on duty who speak the language. */
export async function selectSpeakers(db: Queryable, node: string, language: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select a.agent_id as id from agent_state a join staff_account s on s.id = a.agent_id
    where ${onDuty(db, node)} and ${language} = any(s.languages) order by 1`;
  return rows.map(({ id }) => id);
}

/** The one language, not Japanese, of everybody who has the number; null where they differ or nothing is known. */
export async function selectLanguageOf(db: Queryable, digits: string): Promise<string | null> {
  const rows = await db<{ language: string | null }[]>`
    select distinct p.language from phone_number n join person p on p.id = n.person_id
    where n.digits = ${digits} and n.gone_at is null limit 2`;
  const [only] = rows;
  return rows.length === 1 && only && only.language !== 'ja' ? only.language : null;
}

export async function selectCallLanguage(db: Queryable, callId: string): Promise<string | null> {
  const [row] = await db<{ language: string | null }[]>`select language from call where id = ${callId}`;
  return row?.language ?? null;
}
