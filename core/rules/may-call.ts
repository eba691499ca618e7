import { countAttempts, countLiveContacts, onDay, type PastCall, ringsInBand, since } from './attempt-count.ts';
import { nextOpeningInBand } from './band-opening.ts';
import {
  type CallReason,
  type CallRefusal,
  type CallVerdict,
  type CampaignFacts,
  no,
  type PersonFacts,
  type ReachFacts,
} from './call-facts.ts';
import { CALLING_BAND_NAMES, CALLING_BANDS, callingBandOf } from './calling-band.ts';
import { type CallingWindow, checkCallingWindow, nextOpening } from './calling-window.ts';
import { sameParty } from './consolidation.ts';
import type { DiallingParameters } from './dialling-parameters.ts';
import { judgeLanguage, languageReason } from './language-routing.ts';
import { callableItems, type LedByFacts, ledBy, passedOver } from './led-by.ts';
import { inScope } from './permissions.ts';
import { judgePhone, orderPhones, type PhoneContext } from './phone-choice.ts';
import { heldUntil } from './promise-hold.ts';
import { stopName, stoppedBy } from './stop-policy.ts';
import { addDays, clockText, tokyoInstant, tokyoTime } from './tokyo-time.ts';

export type {
  CallReason,
  CallRefusal,
  CallVerdict,
  CampaignFacts,
  PersonFacts,
  ReachFacts,
  RefusalEffect,
} from './call-facts.ts';

const HOLD_MESSAGES: Record<string, string> = {
  by_hand: '責任者が発信を止めています。再開されるとご案内します。',
  clock_jump: 'サーバーの時計が大きくずれたため、架電を止めています。管理者が日時を確認すると再開します。',
};
const HELD = '架電を止めています。管理者が確認すると再開します。';

/** The half of the gate that needs no person: guard, window, clock and trunk, campaign, agent. */
export function mayDialNow(facts: CampaignFacts): CallRefusal | null {
  const { now, subject, agent } = facts;
  // First: what the clock says is what is in doubt.
  const { hold } = facts;
  if (hold) return no('campaign', 'dialling_hold', HOLD_MESSAGES[hold.kind] ?? HELD, 'dialling_hold', hold.kind);
  const hours = checkCallingWindow(now, facts.windows, facts.calendar, facts.ringSec);
  if (!hours.ok) return no('campaign', hours.rule, hours.message, hours.rule, hours.value, hours.opensAt);
  if (!facts.running)
    return no('campaign', 'campaign_stopped', 'この架電業務は実施中ではありません。', 'campaign', 'not running');
  if (!subject.active)
    return no('campaign', 'subject_inactive', 'この科目は使われていません。', 'subject', subject.subjectId);
  const real = facts.trunks.find(({ kind }) => kind !== 'simulator');
  if (facts.clockSimulated && real) {
    return no('campaign', 'clock_simulated', '模擬時計のため実際の回線では架電できません。', 'clock', real.name);
  }
  if (facts.training && facts.trunks.length === 0) {
    const message = '研修は模擬回線だけで行います。使える模擬回線がありません。';
    return no('campaign', 'training_no_simulator', message, 'training', 'simulator only');
  }
  if (facts.trunks.length === 0) return no('campaign', 'no_trunk', '使える回線がありません。', 'trunk', 0);
  if (!facts.trunks.some(({ freeChannels }) => freeChannels > 0)) {
    return no('campaign', 'trunk_full', '回線がすべて使用中です。', 'trunk', 0);
  }
  if (!inScope(agent, { id: subject.subjectId, centreId: subject.centreId })) {
    return no('campaign', 'out_of_scope', '担当する科目ではありません。', 'subject_scope', subject.subjectId);
  }
  if (facts.privileged && !agent.privileged) {
    return no(
      'campaign',
      'privileged_only',
      'この架電業務は指定された従事者だけが扱えます。',
      'privileged',
      'campaign',
    );
  }
  return null;
}

type ReachCampaign = Pick<CampaignFacts, 'now' | 'channel' | 'privileged' | 'stops'> & {
  agent: Pick<CampaignFacts['agent'], 'privileged'>;
};

/** Dead, shielded, stopped, paid: what takes a person out whatever the hour, also from a telephone that is ringing. */
export function mayReachPerson(facts: ReachCampaign, person: ReachFacts): CallRefusal | null {
  const { date: today } = tokyoTime(facts.now);
  if (person.deceased) return no('withdraw', 'deceased', '架電の対象ではありません。', 'deceased', 'true');
  if (person.party.shielded && !(facts.privileged && facts.agent.privileged)) {
    return no('withdraw', 'shielded', '架電の対象ではありません。', 'shield', 'privileged queue only');
  }
  const stop = stoppedBy(person.stopFlags, facts.channel, today, facts.stops);
  if (stop) return no('withdraw', 'stopped', `${stopName(stop.kind)}のため連絡できません。`, 'stop_flag', stop.kind);
  if (person.stopRequested) {
    return no('withdraw', 'stop_requested', '市の判断を待っているため連絡できません。', 'talk_result', 'stop');
  }
  if (person.leftList)
    return no('withdraw', 'left_list', '架電リストの条件に当たらなくなりました。', 'call_list', 'left');
  const open = person.items.filter(({ unpaid }) => unpaid > 0);
  if (open.length === 0) return no('withdraw', 'settled', 'この科目の対象がなくなりました。', 'unpaid', 0);
  if (callableItems(open, today, facts.channel, facts.stops).length === 0) {
    return no('withdraw', 'nothing_callable', '架電できる対象がありません。', 'disposition', open.length);
  }
  return null;
}

/**
 * Who has promised is left in peace until the last day of grace: then the money came, or the promise is broken and calling goes on. A
 * period that nobody promised is called about all the same. The citizen's own wish for a call, and an approved reminder, pass.
 */
export function heldByPromise(facts: CampaignFacts, person: PersonFacts, today: string): CallRefusal | null {
  if (person.callbackDue || person.reminderDue === facts.channel) return null;
  const until = heldUntil(callableItems(person.items, today, facts.channel, facts.stops), today);
  if (until === null) return null;
  const message = `納付約束があるため、${Number(until.slice(5, 7))}月${Number(until.slice(8))}日（約束日と確認期間）まで連絡しません。`;
  return no('later', 'promise_open', message, 'promise', until, tokyoInstant(addDays(until, 1), 8 * 60));
}

const WEEK_MS = 7 * 86_400_000;

/** Attempts so far and messages, as one number: what a further call is counted on top of. An open busy series goes on free. */
function contacts(calls: readonly PastCall[], messages: readonly Date[], { busyRetries }: DiallingParameters): number {
  return countAttempts(calls, busyRetries).finished + messages.length;
}

export function withinCaps(facts: CampaignFacts, person: PersonFacts, today: string): CallRefusal | null {
  const { now, parameters } = facts;
  const tomorrow = tokyoInstant(addDays(today, 1), 0);
  const ofCampaign = person.calls.filter(({ campaignId }) => campaignId === facts.campaignId);
  if (contacts(ofCampaign, [], parameters) >= parameters.maxAttemptsPerCampaign) {
    const limit = parameters.maxAttemptsPerCampaign;
    return no('done', 'cap_campaign', `この業務での架電は${limit}回までです。`, 'maxAttemptsPerCampaign', limit);
  }
  const todays = onDay(person.calls, today);
  const messagesToday = person.messages.filter((at) => tokyoTime(at).date === today);
  if (contacts(todays, messagesToday, parameters) >= parameters.maxAttemptsPerDay) {
    const limit = parameters.maxAttemptsPerDay;
    return no('later', 'cap_day', `1日の架電は${limit}回までです。`, 'maxAttemptsPerDay', limit, tomorrow);
  }
  const limit = parameters.maxAttemptsPerWeek;
  const weekAgo = new Date(now.getTime() - WEEK_MS);
  const ofWeek = contacts(
    since(person.calls, weekAgo),
    person.messages.filter((at) => at >= weekAgo),
    parameters,
  );
  if (limit > 0 && ofWeek >= limit) {
    return no('later', 'cap_week', `7日間の架電は${limit}回までです。`, 'maxAttemptsPerWeek', limit, tomorrow);
  }
  return person.callbackDue ? null : withinBandAndContact(facts, person, todays, tomorrow);
}

/** What the citizen lifts by asking for a call at this time. */
function withinBandAndContact(
  { now, parameters, calendar, windows }: CampaignFacts,
  person: PersonFacts,
  todays: readonly PastCall[],
  tomorrow: Date,
): CallRefusal | null {
  if (countLiveContacts(todays) >= parameters.maxLiveContactsPerDay) {
    const limit = parameters.maxLiveContactsPerDay;
    return no('later', 'cap_contact', '本日はすでにお話ししています。', 'maxLiveContactsPerDay', limit, tomorrow);
  }
  const band = callingBandOf(now, calendar.isHoliday);
  if (ringsInBand([...todays, ...person.partyCalls], band, calendar.isHoliday) >= parameters.maxAttemptsPerBand) {
    const limit = parameters.maxAttemptsPerBand;
    const message = `${CALLING_BAND_NAMES[band]}の架電は1日${limit}回までです。`;
    const others = CALLING_BANDS.filter((other) => other !== band);
    const other = nextOpeningInBand(now, others, { windows, calendar })?.at ?? tomorrow;
    const again = other < tomorrow ? other : tomorrow;
    return no('later', 'cap_band', message, 'maxAttemptsPerBand', limit, again);
  }
  return null;
}

/** Corporations answer in business hours only (T23). */
function businessWindows({ corporateOpens: opens, corporateCloses: closes }: DiallingParameters): CallingWindow[] {
  return [{ dayKind: 'weekday', opens, closes, validFrom: '0001-01-01' }];
}

export function withinBusinessHours(facts: CampaignFacts, person: PersonFacts): CallRefusal | null {
  if (!person.corporate) return null;
  const business = businessWindows(facts.parameters);
  if (checkCallingWindow(facts.now, business, facts.calendar).ok) return null;
  const again = nextOpening(facts.now, business, facts.calendar);
  const value = `${facts.parameters.corporateOpens}-${facts.parameters.corporateCloses}`;
  return no('later', 'corporate_hours', '法人には営業時間内に架電します。', 'corporateHours', value, again);
}

/** When this person may be called by the subject's windows: what the redial rule plans with. */
export function callingWindows(
  facts: Pick<CampaignFacts, 'windows' | 'parameters'>,
  { corporate }: Pick<PersonFacts, 'corporate'>,
): readonly CallingWindow[] {
  if (!corporate) return facts.windows;
  const { corporateOpens, corporateCloses } = facts.parameters;
  const later = (a: string, b: string) => (a > b ? a : b);
  const sooner = (a: string, b: string) => (a < b ? a : b);
  return facts.windows.flatMap((window) => {
    const opens = later(window.opens, corporateOpens);
    const closes = sooner(window.closes, corporateCloses);
    return window.dayKind === 'weekday' && opens < closes ? [{ ...window, opens, closes }] : [];
  });
}

/** Without a time of its own the leader is asked about again after this. */
const LED_RETRY_MS = 3_600_000;

/** One call for all subjects that may be told together, through the leading one. */
export function mayLead(facts: CampaignFacts, person: PersonFacts, today: string): CallRefusal | null {
  if (person.callbackDue) return null;
  const led = ledBy(ledByFacts(facts, person, today));
  if (!led) return null;
  const { leader, leading } = led;
  const message = `「${leader.subjectName}」の架電でまとめて連絡します。`;
  const value = `${leader.subject.subjectId} ${leading.rule} ${leading.value}`;
  const again = led.again ?? new Date(facts.now.getTime() + LED_RETRY_MS);
  return { ...no('later', 'led_by', message, 'leading_subject', value, again), ledBy: leader.targetId };
}

const ledByFacts = (facts: CampaignFacts, person: PersonFacts, today: string): LedByFacts => ({
  now: facts.now,
  today,
  channel: facts.channel,
  own: facts.subject,
  items: person.items,
  siblings: person.siblings,
  leading: facts.leading,
  policy: facts.stops,
  leaderClosedMin: facts.parameters.leaderClosedMin,
  leaderUnstaffedMin: facts.parameters.leaderUnstaffedMin,
});

/** A leader that has nobody to call, and therefore does not lead now: what *Why?* says beside the yes. */
export function leaderPassedOver(
  facts: CampaignFacts,
  person: PersonFacts,
  today: string,
): (CallReason & { message: string }) | null {
  const over = passedOver(ledByFacts(facts, person, today));
  if (!over) return null;
  const { subject, subjectName, staffedAt } = over.leader;
  const since = staffedAt ? tokyoTime(staffedAt) : null;
  const limit = `上限${facts.parameters.leaderUnstaffedMin}分`;
  return {
    rule: 'leader_unstaffed',
    value: `${subject.subjectId} ${since ? `${since.date} ${clockText(since.minutes)} から` : '登録なし'}(${limit})`,
    message: `「${subjectName}」を担当する従事者がいないため、この科目から架電します。`,
  };
}

/** Time to look again at somebody an agent is dealing with through another row. */
const HELD_RETRY_MS = 60_000;

/**
 * THE gate. May this person be called (or sent a message) in this campaign, by this agent, at this moment, and on which
 * number? Asked when a target is offered and again right before the dial, with fresh facts.
 *
 * @param phoneId null = the first number the rules allow by themselves; else the number the agent chose by hand
 */
export function mayCall(facts: CampaignFacts, person: PersonFacts, phoneId: number | null = null): CallVerdict {
  const { date: today } = tokyoTime(facts.now);
  const refusal =
    mayDialNow(facts) ??
    mayReachPerson(facts, person) ??
    heldByPromise(facts, person, today) ??
    withinBusinessHours(facts, person) ??
    judgeLanguage(facts, person) ??
    withinCaps(facts, person, today) ??
    mayLead(facts, person, today);
  if (refusal) return refusal;
  const verdict = heldElsewhere(facts, person) ?? choosePhone(facts, person, phoneId);
  if (!verdict.ok) return verdict;
  const others = [languageReason(facts, person), leaderPassedOver(facts, person, today)].filter((one) => one !== null);
  return { ...verdict, reasons: [...verdict.reasons, ...others.map(({ rule, value }) => ({ rule, value }))] };
}

/** Person, household and number are served by one agent at a time. */
export function heldElsewhere(facts: CampaignFacts, person: PersonFacts): CallRefusal | null {
  const conflict = person.held.map((other) => sameParty(person.party, other)).find((reason) => reason !== null);
  if (!conflict) return null;
  const again = new Date(facts.now.getTime() + HELD_RETRY_MS);
  return no('later', 'held_elsewhere', '別の従事者が対応中です。', 'consolidation', conflict, again);
}

/**
 * Does anything about the person speak against them for longer than today? What lets a withdrawn target come back, whatever
 * the hour.
 */
export function mayEverCall(facts: CampaignFacts, person: PersonFacts): CallRefusal | null {
  const refusal = mayReachPerson(facts, person);
  if (refusal) return refusal;
  const choice = choosePhone(facts, person, null);
  return choice.ok ? null : choice;
}

export function phoneContext(facts: CampaignFacts, person: PersonFacts): PhoneContext {
  return {
    now: facts.now,
    subject: facts.subject,
    personShielded: person.party.shielded,
    channel: facts.channel,
    mobileFirst: facts.parameters.mobileFirst,
    tempOutDays: facts.parameters.tempOutDays,
    preferredPhoneId: person.preferredPhoneId,
  };
}

export function choosePhone(facts: CampaignFacts, person: PersonFacts, phoneId: number | null): CallVerdict {
  const context = phoneContext(facts, person);
  if (phoneId !== null) {
    const chosen = person.phones.find(({ id }) => id === phoneId);
    const verdict = chosen && judgePhone(chosen, context);
    if (verdict?.byHand)
      return { ok: true, phone: verdict.phone, reasons: [{ rule: 'phone', value: `by_hand ${verdict.code}` }] };
    return no(
      'campaign',
      'phone_refused',
      verdict?.reason ?? '登録のない番号です。',
      'phone',
      verdict?.code ?? 'unknown',
    );
  }
  const first = orderPhones(person.phones, context)[0];
  if (first)
    return {
      ok: true,
      phone: first,
      reasons: [{ rule: 'phone', value: `automatic ${first.type} position ${first.position}` }],
    };
  const codes = person.phones.map((phone) => judgePhone(phone, context).code);
  if (codes.includes('out')) {
    const { date } = tokyoTime(facts.now);
    const again = tokyoInstant(addDays(date, Math.max(1, facts.parameters.tempOutDays)), 8 * 60);
    return no('later', 'phone_out', '一時的に使われていない番号です。', 'phone', codes.join(','), again);
  }
  return no('withdraw', 'no_phone', '自動で架電できる電話番号がありません。', 'phone', codes.join(',') || 'none');
}
