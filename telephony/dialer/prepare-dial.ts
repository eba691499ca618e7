import type { Queryable } from '../../core/platform/postgres.ts';
import { mayCall } from '../../core/rules/may-call.ts';
import type { DialPlan, DialRefusal, DialRequest } from '../dialer-port.ts';
import { modeOf } from './mode-of.ts';
import { planDial } from './plan-dial.ts';
import { lockProgress, unlease } from './queries.ts';
import { type DialerDeps, readCampaign, readPersons } from './read-facts.ts';
import { recordRefusals } from './record-refusal.ts';

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
  const [person] = campaign ? await readPersons(db, [targetId], campaign) : [];
  if (!campaign || !person) return refused('campaign_unknown', '架電業務が見つかりません。', true);
  const verdict = mayCall(campaign.facts, person.facts, phoneId);
  if (!verdict.ok) {
    if (verdict.code === 'phone_refused') return refused(verdict.code, verdict.message, false);
    if (verdict.effect === 'campaign') await unlease(db, targetId, false);
    else await recordRefusals(db, [{ targetId, refusal: verdict }], campaign.facts.now);
    return refused(verdict.code, verdict.message, true);
  }
  const choice = { targetId, personId: person.personId, phone: verdict.phone, reasons: verdict.reasons, pool: false };
  return planDial(db, campaign, { ...choice, mode: modeOf(campaign.row, progress) }, deps.scores);
}
