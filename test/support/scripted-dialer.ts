import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { Dialer, DialPlan } from '../../telephony/dialer-port.ts';

const plain: Pick<DialPlan, 'band' | 'numberType' | 'area' | 'score' | 'why' | 'mayCut'> = {
  band: 'weekday_day',
  numberType: 'home',
  area: '022',
  score: null,
  why: [],
  mayCut: true,
};

/**
 * The least dialer that keeps its promises: leases in `target_progress`, one target after the other, no rule of the city.
 * What it is asked is in the rows; what it refuses is set by the test.
 */
export function scriptedDialer(
  refuse: { code: string; message: string; targetGone: boolean } | undefined = undefined,
): Dialer {
  return {
    async reserve(db, agentId, campaignId) {
      const [row] = await db<{ id: number; personId: number; mode: CampaignMode; campaignId: string }[]>`
        select t.id, t.person_id as "personId", c.mode, c.id as "campaignId" from campaign_target t
          join campaign c on c.id = t.campaign_id join target_progress p on p.target_id = t.id
        where (t.campaign_id = ${campaignId} or (${campaignId}::uuid is null and c.mode <> 'predictive')) and c.state = 'running' and p.state = 'queued' order by t.position for update of p skip locked limit 1`;
      if (!row) return { kind: 'nothing', code: 'none-left', message: '架電できる対象がありません。' };
      await db`update target_progress set state = 'leased', lease_agent_id = ${agentId}, lease_reason = ${row.mode},
        lease_until = now() + interval '15 seconds' where target_id = ${row.id}`;
      return { kind: 'reserved', targetId: row.id, campaignId: row.campaignId, personId: row.personId, mode: row.mode };
    },
    async prepareDial(db, { targetId, phoneId, agentId }) {
      if (refuse) {
        if (refuse.targetGone)
          await db`update target_progress set state = 'withdrawn', lease_agent_id = null, lease_until = null where target_id = ${targetId}`;
        return { kind: 'refused', ...refuse };
      }
      const [row] = await db<
        {
          personId: number;
          campaignId: string;
          mode: CampaignMode;
          subjectId: string;
          callerId: string;
          phoneId: number;
          digits: string;
          attempts: number;
          ringTimeoutSec: number;
        }[]
      >`select t.person_id as "personId", c.id as "campaignId", p.lease_reason as mode, s.id as "subjectId", s.caller_id as "callerId",
          f.id as "phoneId", f.digits, p.attempts, c.ring_timeout_sec as "ringTimeoutSec"
        from campaign_target t join campaign c on c.id = t.campaign_id join subject s on s.id = c.subject_id
          join target_progress p on p.target_id = t.id
          join phone_number f on f.person_id = t.person_id and f.id = coalesce(${phoneId}, f.id)
        where t.id = ${targetId} and p.lease_agent_id = ${agentId} order by f.position limit 1`;
      if (!row) return { kind: 'refused', code: 'no-lease', message: '割り当てがありません。', targetGone: true };
      await db`update target_progress set state = 'in_call', attempts = attempts + 1 where target_id = ${targetId}`;
      const { digits, attempts, ...rest } = row;
      return {
        kind: 'plan',
        ...rest,
        targetId,
        dialledNumber: digits,
        trunkId: 'sim',
        endpoint: 'carrier',
        attemptNo: attempts + 1,
        ...plain,
      };
    },
    async takeForPool(db, subjectId) {
      const [row] = await db<
        {
          targetId: number;
          personId: number;
          campaignId: string;
          callerId: string;
          phoneId: number;
          digits: string;
          attempts: number;
          ringTimeoutSec: number;
        }[]
      >`select t.id as "targetId", t.person_id as "personId", c.id as "campaignId", s.caller_id as "callerId",
          f.id as "phoneId", f.digits, p.attempts, c.ring_timeout_sec as "ringTimeoutSec"
        from campaign_target t join campaign c on c.id = t.campaign_id join subject s on s.id = c.subject_id
          join target_progress p on p.target_id = t.id join phone_number f on f.person_id = t.person_id
        where c.subject_id = ${subjectId} and c.mode = 'predictive' and c.state = 'running' and p.state = 'queued'
        order by t.position, f.position for update of p skip locked limit 1`;
      if (!row) return { kind: 'nothing', code: 'none-left', message: '架電できる対象がありません。' };
      await db`update target_progress set state = 'in_call', attempts = attempts + 1, lease_pool = true,
        lease_until = now() + interval '40 seconds' where target_id = ${row.targetId}`;
      const { digits, attempts, ...rest } = row;
      return {
        kind: 'plan',
        ...rest,
        ...plain,
        subjectId,
        mode: 'predictive',
        dialledNumber: digits,
        trunkId: 'sim',
        endpoint: 'carrier',
        attemptNo: attempts + 1,
      };
    },
    async handToAgent(db, targetId, agentId) {
      await db`update target_progress set lease_pool = false, lease_agent_id = ${agentId} where target_id = ${targetId}`;
    },
    async putBack() {
      return [];
    },
    async explain() {
      return undefined;
    },
    async explainCampaign() {
      return undefined;
    },
    // Whoever has nothing unpaid any more, in a city where everybody had: tests say so by `stop_flag`.
    async withdrawHeld(db) {
      return db<{ targetId: number; agentId: string | null; callId: string | null; code: string; message: string }[]>`
        with gone as (select p.target_id, p.lease_agent_id, (select k.id from call k where k.target_id = p.target_id
            and k.ended_at is null and k.answered_at is null) as call_id
          from target_progress p join campaign_target t on t.id = p.target_id join stop_flag f on f.person_id = t.person_id
          where p.state in ('leased', 'in_call') and p.lease_until is not null for update of p),
        moved as (update target_progress p set state = 'withdrawn', lease_agent_id = null, lease_until = null, lease_pool = false
          from gone where p.target_id = gone.target_id)
        select target_id as "targetId", lease_agent_id as "agentId", call_id as "callId", 'stopped' as code,
          '対象が停止になりました。' as message from gone`;
    },
    async followDebts() {},
    async release(db, targetId, _agentId, reason, words) {
      await db`update target_progress set state = ${reason === 'skipped' ? 'waiting' : 'queued'}, lease_agent_id = null,
        lease_until = null, lease_reason = null, reason = ${words ?? reason} where target_id = ${targetId}`;
    },
    async renew(db, held) {
      for (const { targetId } of held)
        await db`update target_progress set lease_until = now() + interval '15 seconds'
          where target_id = ${targetId} and lease_until is not null`;
    },
    async callEnded(db, { targetId, callId, lineResult, wrapUp }) {
      const [call] = await db<
        { dialled: boolean }[]
      >`select dialled_at is not null as dialled from call where id = ${callId}`;
      if (!call?.dialled)
        await db`update target_progress set state = case when state = 'withdrawn' then state else 'queued' end, lease_agent_id = null, lease_until = null, lease_pool = false where target_id = ${targetId}`;
      else if (wrapUp)
        await db`update target_progress set state = 'wrap_up', last_line_result = ${lineResult} where target_id = ${targetId}`;
      else
        await db`update target_progress set state = case when state = 'withdrawn' then state else 'waiting' end, last_line_result = ${lineResult}, lease_agent_id = null,
          lease_until = null, lease_pool = false where target_id = ${targetId}`;
    },
    async saved(db, { targetId }) {
      await db`update target_progress set state = 'done', lease_agent_id = null, lease_until = null where target_id = ${targetId}`;
    },
    async sweep(db) {
      return db<{ targetId: number; agentId: string }[]>`
        with gone as (select target_id, lease_agent_id from target_progress where lease_until < now() for update)
        update target_progress p set state = 'queued', lease_agent_id = null, lease_until = null from gone
        where p.target_id = gone.target_id returning p.target_id as "targetId", gone.lease_agent_id as "agentId"`;
    },
  };
}
