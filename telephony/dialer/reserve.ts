import type { Queryable } from '../../core/platform/postgres.ts';
import { type CallRefusal, mayCall, mayDialNow } from '../../core/rules/may-call.ts';
import { addDays, clockText, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { NothingToDial, Reservation } from '../dialer-port.ts';
import type { FreshMarks } from './fresh-marks.ts';
import {
  type Candidate,
  LEASE_SEC,
  leaseTarget,
  lockReservations,
  lockTargets,
  moveTarget,
  nextWaiting,
  selectCandidates,
} from './queries.ts';
import { type DialerDeps, readCampaign, readPersons } from './read-facts.ts';

/** Targets judged in one statement, and batches per question: an agent waits for at most 200 refusals, then asks again. */
const BATCH = 25;
const MAX_BATCHES = 8;

const nothing = (code: string, message: string): NothingToDial => ({ kind: 'nothing', code, message });

/** The next target whose gate says yes, leased to the agent; every target that may not be called on the way says why. */
export async function reserveTarget(
  db: Queryable,
  deps: DialerDeps,
  marks: FreshMarks,
  agentId: string,
  campaignId: string,
): Promise<Reservation | NothingToDial> {
  const campaign = await readCampaign(db, deps, campaignId, agentId);
  if (!campaign) return nothing('campaign_unknown', '架電業務が見つかりません。');
  const refusal = mayDialNow(campaign.facts);
  if (refusal) return nothing(refusal.code, withOpening(refusal));
  await lockReservations(db);
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const freshFrom = marks.from(campaignId);
    const candidates = await selectCandidates(db, campaignId, campaign.facts.now, freshFrom, BATCH);
    // Only what others committed: rows of this transaction may still be taken back.
    if (batch === 0) marks.learn(campaignId, lowestFresh(candidates, freshFrom));
    if (candidates.length === 0) return nothing('nothing_due', await whenNext(db, campaignId));
    const locked = await lockTargets(
      db,
      candidates.map(({ id }) => id),
    );
    for (const { targetId, personId, facts } of await readPersons(db, locked, campaign.facts)) {
      const verdict = mayCall(campaign.facts, facts);
      if (verdict.ok) {
        const { mode } = campaign.row;
        await leaseTarget(db, { targetId, agentId, seconds: LEASE_SEC, reason: mode });
        return { kind: 'reserved', targetId, campaignId, personId, mode };
      }
      await recordRefusal(db, targetId, verdict, campaign.facts.now);
    }
  }
  return nothing('still_looking', '次の対象を探しています。');
}

/** A full batch of older work hides the untouched: then nothing new is known. Null = no untouched target is left. */
function lowestFresh(candidates: readonly Candidate[], freshFrom: number): number | null {
  const fresh = candidates.filter((candidate) => candidate.fresh).map(({ position }) => position);
  if (fresh.length > 0) return Math.min(...fresh);
  return candidates.length < BATCH ? null : freshFrom;
}

/** What a "no" does to the target. The reason is what *Why?* shows. */
export async function recordRefusal(db: Queryable, targetId: number, refusal: CallRefusal, now: Date): Promise<void> {
  const { code, message: reason } = refusal;
  if (refusal.effect === 'later') {
    const tomorrow = tokyoInstant(addDays(tokyoTime(now).date, 1), 0);
    await moveTarget(db, { targetId, state: 'waiting', nextAt: refusal.again ?? tomorrow, code, reason });
    return;
  }
  const state = refusal.effect === 'done' ? 'done' : 'withdrawn';
  await moveTarget(db, { targetId, state, nextAt: null, code, reason });
}

function withOpening({ message, again }: CallRefusal): string {
  if (again === null) return message;
  return `${message}次は${dayAndTime(again)}からです。`;
}

async function whenNext(db: Queryable, campaignId: string): Promise<string> {
  const at = await nextWaiting(db, campaignId);
  return at === null
    ? '架電できる対象が残っていません。'
    : `今は架電できる対象がありません。次は${dayAndTime(at)}の予定です。`;
}

function dayAndTime(at: Date): string {
  const { date, minutes } = tokyoTime(at);
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日 ${clockText(minutes)}`;
}
