import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { callingBandOf } from '../../core/rules/calling-band.ts';
import { areaOf } from '../../core/rules/number-area.ts';
import type { PhoneFacts } from '../../core/rules/phone-choice.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { DialPlan } from '../dialer-port.ts';
import type { AnswerScoring } from './answer-scores.ts';
import { LEASE_SEC, startAttempt } from './queries.ts';
import type { CampaignAtNow } from './read-facts.ts';

export interface DialChoice {
  targetId: number;
  personId: number;
  phone: PhoneFacts;
  reasons: readonly { rule: string; value: string }[];
  mode: CampaignMode;
  /** Nobody's yet: it belongs to the pool until a citizen answers. */
  pool: boolean;
}

/** The gate said yes: the attempt is counted, and this is exactly what is dialled. */
export async function planDial(
  db: Queryable,
  { row, facts }: CampaignAtNow,
  choice: DialChoice,
  scores: AnswerScoring | undefined,
): Promise<DialPlan> {
  const { targetId, personId, phone, mode, pool } = choice;
  const trunk = row.trunks.find(({ onThisNode, freeChannels }) => onThisNode && freeChannels > 0);
  // The gate has said yes to both; the types do not know.
  if (!trunk || phone.digits === null) throw new Error('the gate passed without a trunk or a number');
  const band = callingBandOf(facts.now, facts.calendar.isHoliday);
  const area = areaOf(phone.digits);
  const hour = Math.floor(tokyoTime(facts.now).minutes / 60);
  const seconds = LEASE_SEC + row.ringTimeoutSec;
  const { attemptNo, cutInRow, reasonCode } = await startAttempt(db, { targetId, phoneId: phone.id, seconds, pool });
  return {
    kind: 'plan',
    targetId,
    campaignId: row.campaignId,
    mode,
    personId,
    phoneId: phone.id,
    subjectId: row.subject.subjectId,
    dialledNumber: phone.digits,
    callerId: row.callerId,
    trunkId: trunk.id,
    endpoint: trunk.endpoint,
    ringTimeoutSec: row.ringTimeoutSec,
    attemptNo,
    band,
    numberType: phone.type,
    area,
    score: scores?.scoreOf(phone, { band, hour, area }) ?? null,
    mayCut: cutInRow === 0,
    why: [
      { rule: 'mode', value: mode },
      { rule: 'turn', value: reasonCode ?? 'untouched' },
      { rule: 'band', value: band },
      { rule: 'attempt', value: `${attemptNo} of ${facts.parameters.maxAttemptsPerCampaign}` },
      ...choice.reasons,
    ],
  };
}
