import type { Queryable } from '../../core/platform/postgres.ts';
import { callingBandOf } from '../../core/rules/calling-band.ts';
import { isPooled } from '../../core/rules/dialling-mode.ts';
import { mayCall, type PersonFacts } from '../../core/rules/may-call.ts';
import type { PhoneFacts } from '../../core/rules/phone-choice.ts';
import type { CampaignRow } from './campaign-queries.ts';
import type { FreshMarks } from './fresh-marks.ts';
import { type CampaignAtNow, readPersons } from './read-facts.ts';
import { type RefusedTarget, recordRefusals } from './record-refusal.ts';
import { type Candidate, lockReservations, lockTargets, selectTurns } from './turn-queries.ts';

/**
 * Targets judged in one statement: the first is nearly always good, and when it is not, a window or a cap refuses many. After
 * the last batch the agent asks again.
 */
const BATCHES = [4, 16, 40, 40, 40, 40] as const;

export interface Turn {
  campaign: CampaignAtNow;
  targetId: number;
  personId: number;
  phone: PhoneFacts;
  reasons: readonly { rule: string; value: string }[];
}

export const pooled = (row: CampaignRow): boolean =>
  isPooled({ campaignMode: row.mode, privileged: row.privileged, predictiveApproved: row.predictiveApproved });

/**
 * The first target whose gate says yes, of campaigns that may dial now, in their order; every target that may not be called
 * on the way says why. Nothing is leased yet, but nobody else can take it before this transaction ends.
 *
 * @param agentId null = for the pool
 */
export async function findTurn(
  db: Queryable,
  marks: FreshMarks,
  campaigns: readonly CampaignAtNow[],
  agentId: string | null,
): Promise<Turn | 'nothing' | 'still_looking'> {
  const [first] = campaigns;
  if (!first) return 'nothing';
  await lockReservations(db);
  for (const [round, size] of BATCHES.entries()) {
    const turns = campaigns.map(({ row, facts }) => ({
      campaignId: row.campaignId,
      freshFrom: marks.from(row.campaignId),
      ordinary: agentId === null || !pooled(row),
      band: callingBandOf(facts.now, facts.calendar.isHoliday),
    }));
    const candidates = await selectTurns(db, turns, agentId, first.facts.now, size);
    // Only what others committed: rows of this transaction may still be taken back.
    if (round === 0) learn(marks, turns, candidates, candidates.length < size);
    if (candidates.length === 0) return 'nothing';
    const found = await judge(db, campaigns, candidates);
    if (found) return found;
  }
  return 'still_looking';
}

/** A full batch of older work hides the untouched: then nothing new is known. Null = no untouched target is left. */
function learn(
  marks: FreshMarks,
  turns: readonly { campaignId: string; freshFrom: number; ordinary: boolean }[],
  candidates: readonly Candidate[],
  complete: boolean,
): void {
  for (const { campaignId, freshFrom, ordinary } of turns) {
    if (!ordinary) continue;
    const fresh = candidates.filter((one) => one.fresh && one.campaignId === campaignId);
    if (fresh.length > 0) marks.learn(campaignId, Math.min(...fresh.map(({ position }) => position)));
    else marks.learn(campaignId, complete ? null : freshFrom);
  }
}

async function judge(
  db: Queryable,
  campaigns: readonly CampaignAtNow[],
  candidates: readonly Candidate[],
): Promise<Turn | undefined> {
  const locked = await lockTargets(
    db,
    candidates.map(({ id }) => id),
  );
  for (const { campaignId, ids } of runs(candidates.filter(({ id }) => locked.has(id)))) {
    const campaign = campaigns.find(({ row }) => row.campaignId === campaignId);
    if (!campaign) continue;
    const [first, ...others] = ids;
    // Mostly the first is the one: what is known of the rest is read only when it is not.
    for (const some of [first === undefined ? [] : [first], others]) {
      if (some.length === 0) continue;
      const refused: RefusedTarget[] = [];
      const found = judgePersons(campaign, await readPersons(db, some, campaign), refused);
      await recordRefusals(db, refused, campaign.facts.now);
      if (found) return found;
    }
  }
  return undefined;
}

/** The first who may be called; those before it, with their refusals, are added to `refused`. */
function judgePersons(
  campaign: CampaignAtNow,
  persons: readonly { targetId: number; personId: number; facts: PersonFacts }[],
  refused: RefusedTarget[],
): Turn | undefined {
  for (const { targetId, personId, facts } of persons) {
    const verdict = mayCall(campaign.facts, facts);
    if (verdict.ok) return { campaign, targetId, personId, phone: verdict.phone, reasons: verdict.reasons };
    refused.push({ targetId, refusal: verdict });
  }
  return undefined;
}

/** Neighbours of one campaign together, the order kept. */
function runs(candidates: readonly Candidate[]): { campaignId: string; ids: number[] }[] {
  const result: { campaignId: string; ids: number[] }[] = [];
  for (const { campaignId, id } of candidates) {
    const last = result.at(-1);
    if (last?.campaignId === campaignId) last.ids.push(id);
    else result.push({ campaignId, ids: [id] });
  }
  return result;
}
