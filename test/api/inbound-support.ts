import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { setAgent } from './city-fixture.ts';

export interface InboundCall {
  subjectId?: string | null;
  caller?: string;
  /** Null: waits for one. */
  agentId?: string | null;
  at?: string;
  /** The agent spoke with the citizen. */
  spoken?: boolean;
  endedAfterSec?: number;
  personId?: number | null;
}

/** What telephony writes of a citizen who calls. */
export async function seedInbound(sql: Sql, call: InboundCall): Promise<string> {
  const { subjectId = null, caller = '', agentId = null, personId = null, spoken = agentId !== null } = call;
  const id = newId();
  const at = new Date(call.at ?? '2026-11-20T00:58:00Z');
  const realMs = at.getTime();
  const ended = call.endedAfterSec === undefined ? null : new Date(realMs + call.endedAfterSec * 1_000);
  await sql`insert into call (id, node, direction, subject_id, agent_id, person_id, dialled_number, caller_id, state, created_at, answered_at,
      answered_real_ms, bridged_at, queued_real_ms, ended_at, ended_real_ms)
    values (${id}, 'test', 'inbound', ${subjectId}, ${agentId}, ${personId}, '0220001001', ${caller}, ${ended ? 'ended' : 'talking'}, ${at},
      ${at}, ${realMs}, ${spoken ? at : null}, ${realMs}, ${ended}, ${ended?.getTime() ?? null})`;
  if (agentId !== null && ended === null) await setAgent(sql, agentId, { state: 'talking', callId: id });
  return id;
}

export async function addEvent(sql: Sql, callId: string, kind: string, detail: Record<string, string | number> = {}) {
  await sql`insert into call_event (call_id, at, kind, detail) values (${callId}, now(), ${kind}, ${sql.json(detail)})`;
}

/** A call of ours to this number. */
export async function seedOutbound(
  sql: Sql,
  call: { personId: number; subjectId: string; digits: string; at: string; agentId?: string | null; spoken?: boolean },
): Promise<string> {
  const id = newId();
  const at = new Date(call.at);
  await sql`insert into call (id, node, direction, mode, subject_id, agent_id, person_id, dialled_number, state, created_at, dialled_at,
      bridged_at, ended_at, answered_by)
    values (${id}, 'test', 'outbound', 'progressive', ${call.subjectId}, ${call.agentId ?? null}, ${call.personId}, ${call.digits}, 'ended',
      ${at}, ${at}, ${call.spoken ? at : null}, ${at}, ${call.spoken ? 'person' : null})`;
  return id;
}
