import type { Queryable } from '../../core/platform/postgres.ts';

export interface ScreenRow {
  agentId: string;
  loginId: string;
  /** As telephony has it. */
  problem: string | null;
}

/** Agents on a screen. Telephones without one have nothing to report. */
export function selectScreens(db: Queryable): Promise<ScreenRow[]> {
  return db<ScreenRow[]>`
    select a.agent_id as "agentId", a.login_id as "loginId", a.device_problem as problem
    from agent_state a join agent_login l on l.id = a.login_id
    where l.device = 'webrtc' and l.ended_at is null and a.state <> 'offline'`;
}
