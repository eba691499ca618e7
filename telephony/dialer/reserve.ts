import type { Queryable } from '../../core/platform/postgres.ts';
import { lineToStayOn, takesLine } from '../../core/rules/agent-lines.ts';
import { type CallRefusal, mayDialNow } from '../../core/rules/may-call.ts';
import { dayAndTime } from '../../core/rules/tokyo-time.ts';
import type { NothingToDial, Reservation } from '../dialer-port.ts';
import { findTurn } from './find-turn.ts';
import type { FreshMarks } from './fresh-marks.ts';
import { modeOf } from './mode-of.ts';
import { planDial } from './plan-dial.ts';
import { LEASE_SEC, leaseTarget, lockProgress } from './queries.ts';
import { type CampaignAtNow, type DialerDeps, readCampaigns } from './read-facts.ts';
import { nextWaiting } from './turn-queries.ts';

export const nothing = (code: string, message: string): NothingToDial => ({ kind: 'nothing', code, message });

/** The next target whose gate says yes, leased to the agent: of one campaign, or (null) of every line the agent takes. */
export async function reserveTarget(
  db: Queryable,
  deps: DialerDeps,
  marks: FreshMarks,
  agentId: string,
  campaignId: string | null,
): Promise<Reservation | NothingToDial> {
  const read = await readCampaigns(db, deps, campaignId === null ? {} : { ids: [campaignId] }, agentId);
  const campaigns = campaignId === null ? inWishedOrder(read.filter(forThisAgent)) : read;
  if (campaigns.length === 0) {
    return campaignId === null
      ? nothing('no_line', '担当する科目で実施中の架電業務がありません。')
      : nothing('campaign_unknown', '架電業務が見つかりません。');
  }
  const open = campaigns.filter(({ facts }) => mayDialNow(facts) === null);
  if (open.length === 0) return closed(campaigns);
  const turn = await findTurn(db, marks, open, agentId);
  if (turn === 'still_looking') return nothing('still_looking', '次の対象を探しています。');
  if (turn === 'nothing') return nothing('nothing_due', await whenNext(db, open));
  const { targetId, personId, campaign } = turn;
  const mode = modeOf(campaign.row, await lockProgress(db, targetId));
  await leaseTarget(db, { targetId, agentId, seconds: LEASE_SEC, reason: mode });
  const reservation = { kind: 'reserved', targetId, campaignId: campaign.row.campaignId, personId, mode } as const;
  if (mode !== 'progressive') return reservation;
  return { ...reservation, planNow: () => planDial(db, campaign, { ...turn, mode, pool: false }, deps.scores) };
}

function forThisAgent({ row }: CampaignAtNow): boolean {
  const { agent, subject, privileged } = row;
  return agent !== null && takesLine(agent, subject) && (!privileged || agent.privileged);
}

/** The line the agent would rather stay on comes first; else the campaigns' own order. */
function inWishedOrder(campaigns: readonly CampaignAtNow[]): CampaignAtNow[] {
  const agent = campaigns[0]?.row.agent;
  const wished = agent ? lineToStayOn(agent) : null;
  const ofLine = ({ row }: CampaignAtNow) => row.subject.subjectId === wished;
  return [...campaigns.filter(ofLine), ...campaigns.filter((one) => !ofLine(one))];
}

/** Why none of them may dial: of several campaigns the one that opens first speaks. */
export function closed(campaigns: readonly CampaignAtNow[]): NothingToDial {
  const refusals = campaigns.map(({ facts }) => mayDialNow(facts)).filter((refusal) => refusal !== null);
  const opens = ({ again }: CallRefusal) => again?.getTime() ?? Number.POSITIVE_INFINITY;
  const first = refusals.reduce((a, b) => (opens(b) < opens(a) ? b : a));
  return nothing(first.code, withOpening(first));
}

function withOpening({ message, again }: CallRefusal): string {
  if (again === null) return message;
  return `${message}次は${dayAndTime(again)}からです。`;
}

/** That nobody is left now, and when the next comes due. */
export async function whenNext(db: Queryable, campaigns: readonly CampaignAtNow[]): Promise<string> {
  const ids = campaigns.map(({ row }) => row.campaignId);
  const at = campaigns[0] ? await nextWaiting(db, ids, campaigns[0].facts.now) : null;
  return at === null
    ? '架電できる対象が残っていません。'
    : `今は架電できる対象がありません。次は${dayAndTime(at)}の予定です。`;
}
