import type { PutBack } from '../../core/contracts/commands.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { heldByPromise, mayReachPerson } from '../../core/rules/may-call.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { PutBackWish } from '../dialer-port.ts';
import { moveTarget, setNextTry } from './move-queries.ts';
import { nextByPreview } from './promise-queries.ts';
import { lockProgress, selectCampaignOf } from './queries.ts';
import { type CampaignAtNow, type DialerDeps, readCampaign, readPersons } from './read-facts.ts';

const IN_HAND: ReadonlySet<string> = new Set(['leased', 'in_call', 'wrap_up']);

const answer = (targetId: number, code: string, message: string): PutBack => ({ targetId, ok: false, code, message });

/**
 * What speaks against a person for longer than an hour is said now; window, caps and numbers are asked when the turn comes, as for
 * everybody. A callback reserved here is the centre's wish, not the citizen's: it lifts no cap.
 */
export async function putBack(db: Queryable, deps: DialerDeps, wish: PutBackWish): Promise<readonly PutBack[]> {
  const answers: PutBack[] = [];
  for (const targetId of wish.targetIds) answers.push(await putOneBack(db, deps, targetId, wish));
  return answers;
}

async function putOneBack(db: Queryable, deps: DialerDeps, targetId: number, wish: PutBackWish): Promise<PutBack> {
  const progress = await lockProgress(db, targetId);
  if (progress && IN_HAND.has(progress.state)) return answer(targetId, 'in_hand', '従事者が対応中です。');
  const campaignId = await selectCampaignOf(db, targetId);
  const campaign = campaignId === undefined ? undefined : await readCampaign(db, deps, campaignId, null);
  const [person] = campaign ? await readPersons(db, [targetId], campaign) : [];
  if (!campaign?.facts.running || !person)
    return answer(targetId, 'campaign_stopped', '実施中の架電業務の対象ではありません。');
  const { facts } = campaign;
  const refusal = mayReachPerson(facts, person.facts) ?? heldByPromise(facts, person.facts, tokyoTime(facts.now).date);
  if (refusal) return answer(targetId, refusal.code, refusal.message);
  if (wish.callback) return reserveCallback(db, campaign, targetId, wish.callback);
  await moveTarget(db, {
    targetId,
    state: 'waiting',
    nextAt: facts.now,
    code: 'put_back',
    reason: '約束・予約の一覧から架電に戻しました。',
    lineResult: null,
  });
  await nextByPreview(db, [targetId]);
  return { targetId, ok: true, code: 'put_back', message: '架電に戻しました。' };
}

async function reserveCallback(
  db: Queryable,
  { facts }: CampaignAtNow,
  targetId: number,
  { at, agentId }: NonNullable<PutBackWish['callback']>,
): Promise<PutBack> {
  await moveTarget(db, {
    targetId,
    state: 'waiting',
    nextAt: at,
    code: 'callback',
    reason: '約束・予約の一覧から再架電を予約しました。',
    rule: { askedBy: 'centre', callbackOwnerMin: facts.parameters.callbackOwnerMin },
    lineResult: null,
  });
  const ownerUntil = agentId === null ? null : new Date(at.getTime() + facts.parameters.callbackOwnerMin * 60_000);
  await setNextTry(db, targetId, {
    mode: 'preview',
    phoneId: null,
    band: null,
    channel: 'call',
    ownerAgentId: agentId,
    ownerUntil,
    cutInRow: 0,
  });
  return { targetId, ok: true, code: 'callback', message: '再架電を予約しました。' };
}
