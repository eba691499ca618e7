import type { CampaignWhy } from '../../core/contracts/http/why.ts';
import type { WhyCampaign } from '../../core/contracts/why.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { whySlow } from '../../core/rules/why-slow.ts';
import {
  type CampaignState,
  type ReasonCount,
  selectAgentsOf,
  selectPacingSentence,
  selectReasonCounts,
} from './queries.ts';

/** @param gate what telephony's gate says of the campaign as a whole, asked just now */
export async function campaignWhy(
  db: Queryable,
  campaign: CampaignState,
  gate: WhyCampaign,
  now: Date,
): Promise<CampaignWhy> {
  const rows = await selectReasonCounts(db, campaign.id, now);
  const agents = await selectAgentsOf(db, campaign);
  const pacing = campaign.mode === 'predictive' ? await selectPacingSentence(db) : null;
  const counts = countsOf(rows);
  const waiting = rows.filter(({ state, count, due }) => state === 'waiting' && count > due);
  const [most] = waiting;
  const later = waiting.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt.getTime()]));
  const { because, freeChannels } = gate;
  const sentences = whySlow({
    gate: because && { message: because.message, again: because.again === null ? null : new Date(because.again) },
    mode: campaign.mode,
    ...counts,
    nextAt: later.length === 0 ? null : new Date(Math.min(...later)),
    mostWait: most ? { reason: most.reason, count: most.count - most.due } : null,
    agents,
    freeChannels,
    pacing,
  });
  return {
    campaignId: campaign.id,
    sentences,
    gate,
    counts,
    waiting: waiting.map(({ code, reason, count, due, nextAt }) => ({
      ...{ code, reason, count: count - due },
      nextAt: nextAt?.toISOString() ?? null,
    })),
    ended: rows
      .filter(({ state }) => state === 'done' || state === 'withdrawn')
      .map(({ code, reason, count }) => ({ code, reason, count })),
    agents,
    pacing,
  };
}

function countsOf(rows: readonly ReasonCount[]): CampaignWhy['counts'] {
  const sum = (states: readonly string[], of: (row: ReasonCount) => number) =>
    rows.filter(({ state }) => states.includes(state)).reduce((total, row) => total + of(row), 0);
  return {
    untouched: sum(['untouched', 'queued'], ({ count }) => count),
    due: sum(['waiting'], ({ due }) => due),
    waiting: sum(['waiting'], ({ count, due }) => count - due),
    inWork: sum(['leased', 'in_call', 'wrap_up'], ({ count }) => count),
  };
}
