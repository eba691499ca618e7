import type { Clock } from '../../core/platform/clock.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { selectPersons, selectPersonsOfSubject } from '../../core/reach/fact-queries.ts';
import { personFacts } from '../../core/reach/person-facts.ts';
import { cityCalendar } from '../../core/rules/calendar.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import { diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { DEFAULT_LEADING } from '../../core/rules/leading-subject.ts';
import {
  type CallVerdict,
  type CampaignFacts,
  mayCall,
  mayDialNow,
  type PersonFacts,
} from '../../core/rules/may-call.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { stopPolicy } from '../../core/rules/stop-policy.ts';
import type { SmsLineRow } from './line-queries.ts';

/** Who sends: nobody in particular, or a person with limits of their own. */
export type SmsSender = Scope & { privileged: boolean };
export const BY_ITSELF: SmsSender = { privileged: false, subjectScope: null, centreScope: null };

/** The way to the carrier, as the gate sees a trunk: a real one is refused under a simulated clock, one that is down is full. */
export interface SmsWay {
  name: string;
  kind: string;
  ready: boolean;
}

export interface SmsAsked {
  personId: number;
  targetId: number | null;
  campaignId: string | null;
  running: boolean;
  /** Chosen by hand; null = the first number the rules allow. */
  phoneId: number | null;
  /** It is the asker who speaks with them: that keeps nobody else's hands off, and holds the message up until they have hung up. */
  onMyLine?: boolean;
}

export type SmsVerdict =
  | CallVerdict
  | { ok: false; effect: 'withdraw'; code: 'person_unknown'; message: string; again: null };

export function smsFacts(
  line: SmsLineRow,
  clock: Clock,
  way: SmsWay | undefined,
  sender: SmsSender,
  of: { campaignId: string | null; running: boolean } = { campaignId: null, running: true },
): CampaignFacts {
  return {
    now: clock.now(),
    channel: 'sms',
    campaignId: of.campaignId ?? '',
    running: of.running,
    privileged: sender.privileged,
    subject: line.subject,
    windows: line.windows,
    calendar: cityCalendar(
      parametersOn(line.calendar.settings),
      line.calendar.months,
      line.subject.centreId,
      isNationalHoliday,
    ),
    hold: line.hold,
    // A message rings for no time.
    ringSec: 0,
    clockSimulated: clock.simulated,
    trunks: way ? [{ name: way.name, kind: way.kind, freeChannels: way.ready ? 1 : 0 }] : [],
    agent: sender,
    parameters: diallingParameters(line.dialling, line.subjectDialling),
    stops: stopPolicy(line.stopPolicy),
    leading: DEFAULT_LEADING,
  };
}

/** What speaks against every message of the subject now; null when nothing does. */
export const maySendNow = (facts: CampaignFacts) => mayDialNow(facts);

/**
 * THE gate, the one that calls go through, with the same facts. A message names no subject, so none leads another: whoever would be called
 * through the leading subject is told the same section and telephone.
 */
export async function maySend(db: Queryable, facts: CampaignFacts, asked: SmsAsked): Promise<SmsVerdict> {
  const { held, persons } = asked.targetId
    ? await selectPersons(db, [asked.targetId], facts.now)
    : await selectPersonsOfSubject(db, [asked.personId], facts.subject.subjectId, facts.now);
  const [row] = persons;
  if (row?.personId !== asked.personId)
    return { ok: false, effect: 'withdraw', code: 'person_unknown', message: '対象者が見つかりません。', again: null };
  const others = asked.onMyLine ? held.filter(({ personId }) => personId !== asked.personId) : held;
  const known = personFacts(row, { subject: facts.subject, lines: new Map() }, others);
  // Neither a call that was promised nor a number that was called last says anything about a message.
  const person: PersonFacts = { ...known, siblings: [], callbackDue: false, preferredPhoneId: null };
  return mayCall(facts, person, asked.phoneId);
}
