import type { Queryable } from '../../core/platform/postgres.ts';
import { callingBandOf } from '../../core/rules/calling-band.ts';
import { mayCall } from '../../core/rules/may-call.ts';
import { areaOf } from '../../core/rules/number-area.ts';
import type { DialPlan, DialRefusal, DialRequest } from '../dialer-port.ts';
import { LEASE_SEC, lockProgress, startAttempt, unlease } from './queries.ts';
import { type DialerDeps, readCampaign, readPersons } from './read-facts.ts';
import { recordRefusal } from './reserve.ts';

const refused = (code: string, message: string, targetGone: boolean): DialRefusal => ({
  kind: 'refused',
  code,
  message,
  targetGone,
});

/** The gate at the last moment, with facts read now: what was paid, stopped or shielded since the lease counts. */
export async function prepareDial(
  db: Queryable,
  deps: DialerDeps,
  request: DialRequest,
): Promise<DialPlan | DialRefusal> {
  const { targetId, agentId, phoneId } = request;
  const progress = await lockProgress(db, targetId);
  if (progress?.state !== 'leased' || progress.leaseAgentId !== agentId) {
    return refused('lease_lost', 'この対象の割当てが切れました。', true);
  }
  const campaign = await readCampaign(db, deps, progress.campaignId, agentId);
  const [person] = campaign ? await readPersons(db, [targetId], campaign.facts) : [];
  if (!campaign || !person) return refused('campaign_unknown', '架電業務が見つかりません。', true);
  const verdict = mayCall(campaign.facts, person.facts, phoneId);
  if (!verdict.ok) {
    if (verdict.code === 'phone_refused') return refused(verdict.code, verdict.message, false);
    if (verdict.effect === 'campaign') await unlease(db, targetId, false);
    else await recordRefusal(db, targetId, verdict, campaign.facts.now);
    return refused(verdict.code, verdict.message, true);
  }
  const trunk = campaign.row.trunks.find(({ onThisNode, freeChannels }) => onThisNode && freeChannels > 0);
  const { digits: dialledNumber } = verdict.phone;
  // The gate has said yes to both; the types do not know.
  if (!trunk || dialledNumber === null) throw new Error('the gate passed without a trunk or a number');
  const { row } = campaign;
  const seconds = LEASE_SEC + row.ringTimeoutSec;
  const attemptNo = await startAttempt(db, targetId, verdict.phone.id, seconds);
  return {
    kind: 'plan',
    targetId,
    campaignId: row.campaignId,
    mode: row.mode,
    personId: person.personId,
    phoneId: verdict.phone.id,
    subjectId: row.subject.subjectId,
    dialledNumber,
    callerId: row.callerId,
    trunkId: trunk.id,
    endpoint: trunk.endpoint,
    ringTimeoutSec: row.ringTimeoutSec,
    attemptNo,
    band: callingBandOf(campaign.facts.now, campaign.facts.calendar.isHoliday),
    numberType: verdict.phone.type,
    area: areaOf(dialledNumber),
    score: null,
    why: verdict.reasons.map((value) => ({ rule: 'phone', value })),
  };
}
