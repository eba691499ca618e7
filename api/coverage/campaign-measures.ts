import type { CampaignMeasures } from '../../core/rules/coverage/campaign-scenario.ts';
import type { Party } from '../../core/rules/pacing-simulation/scenario.ts';
import type { PastCallRow } from './queries.ts';

/** So many single calls of each kind are drawn from. */
const SAMPLES = 500;
/** Longer is a forgotten headset, not a call. */
const LONGEST_SEC = 3_600;

const FAILED: ReadonlySet<string> = new Set(['trunk_error', 'unallocated', 'temp_out', 'rejected']);

function partyOf({ lineResult, answeredBy, whoAnswered, talkSec }: PastCallRow): Party | null {
  if (talkSec === null) return null;
  if (answeredBy === 'machine' || lineResult === 'answered_machine' || lineResult === 'fax') return 'machine';
  return whoAnswered === 'principal' || whoAnswered === 'household' || whoAnswered === 'representative'
    ? 'contact'
    : 'absent';
}

export function campaignMeasures(calls: readonly PastCallRow[]): CampaignMeasures {
  const empty = (): Record<Party, number[]> => ({ contact: [], absent: [], machine: [] });
  const measures = {
    attempts: calls.length,
    failed: calls.filter(({ lineResult }) => FAILED.has(lineResult ?? '')).length,
    answered: { contact: 0, absent: 0, machine: 0 },
    ringSec: empty(),
    talkSec: empty(),
    wrapSec: empty(),
  };
  for (const call of calls) {
    const party = partyOf(call);
    if (!party) continue;
    measures.answered[party] += 1;
    for (const key of ['ringSec', 'talkSec', 'wrapSec'] as const) {
      const value = call[key];
      if (value !== null && value >= 0 && value < LONGEST_SEC && measures[key][party].length < SAMPLES) {
        measures[key][party].push(value);
      }
    }
  }
  return measures;
}
