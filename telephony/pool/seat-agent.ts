import type { Queryable } from '../../core/platform/postgres.ts';
import { BLOCKING_PROBLEMS } from '../../core/rules/device-problem.ts';
import { releaseIfReserved } from '../agents/agent-legs.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { assignCall, markAnswered } from '../calls/queries.ts';
import { productTimeAt, type TelephonyContext } from '../context.ts';

/** Who may be given: legs this process knows to be alive; `anyCampaign` = also those who wait in a campaign of their own. */
export interface Candidates {
  agentIds: readonly string[];
  anyCampaign: boolean;
  /** Only who may work with shielded persons. */
  privileged?: boolean;
  /** Of those who read a case and have dialled nothing, instead of those who are free. */
  reading?: boolean;
}

/**
 * One transaction makes a free agent the call's: agent, row and lease move together. The rows are locked in the order that every other
 * transaction keeps: agent, call, target.
 * @returns undefined when nobody is free for the line.
 */
export async function seatAgent(
  ctx: TelephonyContext,
  call: LiveCall,
  candidates: Candidates,
): Promise<string | undefined> {
  const { id: callId, subjectId, targetId } = call.facts;
  return ctx.sql.begin(async (tx) => {
    const agentId = await lockFreeAgent(tx, ctx.node, subjectId, candidates);
    if (agentId === undefined) return undefined;
    const { reading: fromPreview = false } = candidates;
    const event = { type: 'connected' as const, targetId, callId, fromPreview };
    const notice = fromPreview ? NOTICES.calledIn : null;
    const change = await changeAgent(ctx, tx, agentId, event, { notice, line: subjectId });
    if (!change) return undefined;
    const realMs = call.answeredAtMs ?? Date.now();
    const at = productTimeAt(ctx.clock, realMs);
    // With the agent's row, not after it: the desk shows row and call of one moment. Sent at once, answered in order: the citizen waits.
    await Promise.all([
      markAnswered(tx, callId, { at, realMs, sipCallId: null, bridged: false }),
      assignCall(tx, callId, { id: agentId, loginId: change.after.loginId }),
      targetId === null ? undefined : ctx.dialer.handToAgent(tx, targetId, agentId),
    ]);
    await releaseIfReserved(ctx, tx, change, 'called_away');
    return agentId;
  });
}

/** The agent is out of the call again and nothing was said: no wrap-up. The lease of the target goes to whoever comes next. */
export async function takeSeatBack(ctx: TelephonyContext, callId: string, agentId: string): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const event = { type: 'call_over' as const, callId, wrapUp: false };
    await changeAgent(ctx, tx, agentId, event, { notice: NOTICES.legLost });
    await assignCall(tx, callId, null);
  });
}

/**
 * The free agent who takes the line, also one whose campaign of that line was taken back from the pool while the telephone rang: first who
 * is to stay on it, last who is to stay on another, and among equals who has waited longest.
 * An agent some other transaction is changing is passed over. Of those who are reading, whoever has read least; a dial key that came first has
 * the row.
 */
export async function lockFreeAgent(
  db: Queryable,
  node: string,
  line: string | null,
  { agentIds, anyCampaign, privileged = false, reading = false }: Candidates,
): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select a.agent_id as id
    from agent_state a join staff_account s on s.id = a.agent_id
      left join subject l on l.id = ${line} left join campaign c on c.id = a.campaign_id
    where a.node = ${node} and a.agent_id = any(${[...agentIds]}::uuid[]) and a.state = ${reading ? 'reserved' : 'available'}
      and a.intent = 'ready' and a.leg_up and a.media_proven_at is not null and s.disabled_at is null
      and (a.device_problem is null or a.device_problem <> all(${[...BLOCKING_PROBLEMS]}))
      -- Who practises is never given a citizen.
      and not a.training
      and (${line}::text is null or ((s.skills is null or ${line} = any(s.skills))
        and (s.subject_scope is null or ${line} = any(s.subject_scope))
        and (s.centre_scope is null or l.centre_id is null or l.centre_id = any(s.centre_scope))))
      and (${anyCampaign} or a.pool or c.subject_id = ${line}) and (not ${privileged} or s.privileged)
    order by case when ${reading} then a.since_real end desc, case when a.pool or c.mode = 'predictive' then 0 else 1 end,
      case when a.line_calls >= s.stay_calls or a.line_subject_id is null then 1
        when a.line_subject_id = ${line} then 0 else 2 end,
      a.since_real, a.agent_id
    limit 1 for update of a skip locked`;
  return row?.id;
}
