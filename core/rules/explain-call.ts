import { countAttempts, countLiveContacts, onDay } from './attempt-count.ts';
import { judgeLanguage, languageReason } from './language-routing.ts';
import {
  type CallReason,
  type CallRefusal,
  type CallVerdict,
  type CampaignFacts,
  choosePhone,
  heldByPromise,
  heldElsewhere,
  leaderPassedOver,
  mayCall,
  mayDialNow,
  mayLead,
  mayReachPerson,
  type PersonFacts,
  phoneContext,
  withinBusinessHours,
  withinCaps,
} from './may-call.ts';
import { judgePhone, type PhoneVerdict } from './phone-choice.ts';
import { tokyoTime } from './tokyo-time.ts';

export type GatePart =
  | 'hours'
  | 'person'
  | 'promise'
  | 'business_hours'
  | 'language'
  | 'caps'
  | 'leading'
  | 'held'
  | 'numbers';

export interface Explanation {
  verdict: CallVerdict;
  /** Every part of the gate in its order; null = it says yes, `because` of what where that surprises. */
  parts: readonly {
    part: GatePart;
    refusal: CallRefusal | null;
    because?: (CallReason & { message: string }) | null;
  }[];
  counts: readonly { rule: string; value: number; limit: number }[];
  numbers: readonly PhoneVerdict[];
}

/** *Why?*: what the gate itself stops at is the first; the others are what would stop it next. */
export function explainCall(asked: CampaignFacts, person: PersonFacts): Explanation {
  // No agent asks: whoever is on duty may be the one who speaks the language.
  const { languages } = asked;
  const facts = languages
    ? { ...asked, languages: { ...languages, agent: languages.agent ?? languages.onDuty } }
    : asked;
  const { date: today } = tokyoTime(facts.now);
  const choice = choosePhone(facts, person, null);
  const context = phoneContext(facts, person);
  return {
    verdict: mayCall(facts, person),
    parts: [
      { part: 'hours', refusal: mayDialNow(facts) },
      { part: 'person', refusal: mayReachPerson(facts, person) },
      { part: 'promise', refusal: heldByPromise(facts, person, today) },
      { part: 'business_hours', refusal: withinBusinessHours(facts, person) },
      { part: 'language', refusal: judgeLanguage(facts, person), because: languageReason(facts, person) },
      { part: 'caps', refusal: withinCaps(facts, person, today) },
      { part: 'leading', refusal: mayLead(facts, person, today), because: leaderPassedOver(facts, person, today) },
      { part: 'held', refusal: heldElsewhere(facts, person) },
      { part: 'numbers', refusal: choice.ok ? null : choice },
    ],
    counts: countsOf(facts, person, today),
    numbers: person.phones.map((phone) => judgePhone(phone, context)),
  };
}

function countsOf(
  { parameters, campaignId }: CampaignFacts,
  { calls }: PersonFacts,
  today: string,
): Explanation['counts'] {
  const todays = onDay(calls, today);
  const finished = (some: typeof calls) => countAttempts(some, parameters.busyRetries).finished;
  return [
    {
      rule: 'maxAttemptsPerCampaign',
      value: finished(calls.filter((call) => call.campaignId === campaignId)),
      limit: parameters.maxAttemptsPerCampaign,
    },
    { rule: 'maxAttemptsPerDay', value: finished(todays), limit: parameters.maxAttemptsPerDay },
    { rule: 'maxLiveContactsPerDay', value: countLiveContacts(todays), limit: parameters.maxLiveContactsPerDay },
  ];
}
