import type { Queryable } from '../../core/platform/postgres.ts';
import { selectPersonsOfSubject } from '../../core/reach/fact-queries.ts';
import { personFacts } from '../../core/reach/person-facts.ts';
import { cityCalendar } from '../../core/rules/calendar.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import { type CallingBand, callingBandOf } from '../../core/rules/calling-band.ts';
import { diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { DEFAULT_LEADING } from '../../core/rules/leading-subject.ts';
import { type CallRefusal, type CampaignFacts, mayDialNow, mayReachPerson } from '../../core/rules/may-call.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { stopPolicy } from '../../core/rules/stop-policy.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { trunksFor } from '../../core/rules/training.ts';
import type { TelephonyContext } from '../context.ts';
import { type CallBackLineRow, selectCallBackLine } from './call-back-queries.ts';

/** As long as a campaign's telephone rings by default. */
const RING_SEC = 25;

/**
 * What the gate says about the reason for a call of ours (nothing owed, an open promise, the list) is no reason to refuse somebody who
 * called and asked for this one. Hours, holds, trunks, scope, death, shield and stops are.
 */
const OUR_REASONS: readonly string[] = ['settled', 'nothing_callable', 'left_list'];

export type CallBackVerdict =
  | {
      ok: true;
      line: CallBackLineRow;
      trunk: { id: string; endpoint: string };
      band: CallingBand;
      ringTimeoutSec: number;
    }
  | { ok: false; code: string; message: string };

/** THE gate for a call that a citizen asked for by calling: the same function as for every other, with the facts of a line instead of a campaign's. */
export async function mayCallBack(
  db: Queryable,
  { clock, node }: Pick<TelephonyContext, 'clock' | 'node'>,
  asked: { agentId: string; personId: number | null; subjectId: string },
): Promise<CallBackVerdict> {
  const now = clock.now();
  const line = await selectCallBackLine(db, asked, node, tokyoTime(now).date);
  if (!line?.agent) return { ok: false, code: 'out_of_scope', message: '担当する科目ではありません。' };
  const { centreId } = line.subject;
  const calendar = cityCalendar(
    parametersOn(line.calendar.settings),
    line.calendar.months,
    centreId,
    isNationalHoliday,
  );
  const trunks = trunksFor(false, line.trunks);
  const facts: CampaignFacts = {
    now,
    channel: 'call',
    campaignId: '',
    running: true,
    // Named staff may call a shielded person back by hand; nobody else.
    privileged: line.agent.privileged,
    subject: line.subject,
    windows: line.windows,
    calendar,
    hold: line.hold,
    ringSec: RING_SEC * clock.speed,
    clockSimulated: clock.simulated,
    trunks,
    agent: line.agent,
    parameters: diallingParameters(line.dialling, line.subjectDialling),
    stops: stopPolicy(line.stopPolicy),
    leading: DEFAULT_LEADING,
  };
  const refusal = mayDialNow(facts) ?? (asked.personId === null ? null : await ofPerson(db, facts, asked.personId));
  if (refusal) return { ok: false, code: refusal.code, message: refusal.message };
  const trunk = trunks.find(({ onThisNode, freeChannels }) => onThisNode && freeChannels > 0);
  if (!trunk) return { ok: false, code: 'trunk_full', message: '回線がすべて使用中です。' };
  return { ok: true, line, trunk, band: callingBandOf(now, calendar.isHoliday), ringTimeoutSec: RING_SEC };
}

async function ofPerson(db: Queryable, facts: CampaignFacts, personId: number): Promise<CallRefusal | null> {
  const { held, persons } = await selectPersonsOfSubject(db, [personId], facts.subject.subjectId, facts.now);
  const [row] = persons;
  if (!row) throw new Error('the person of a call back is not in the database');
  const refusal = mayReachPerson(facts, personFacts(row, { subject: facts.subject, lines: new Map() }, held));
  return refusal && OUR_REASONS.includes(refusal.code) ? null : refusal;
}
