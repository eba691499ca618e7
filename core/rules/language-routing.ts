import { type CallReason, type CallRefusal, type CampaignFacts, no, type PersonFacts } from './call-facts.ts';
import { nextOpening } from './calling-window.ts';
import { languageName } from './language-names.ts';
import { addDays, tokyoInstant, tokyoTime } from './tokyo-time.ts';

/** Somebody who speaks it works now: the person is theirs within minutes, so they are not put away for longer. */
const SPEAKER_ON_DUTY_MS = 5 * 60_000;
/** Nobody does; somebody may begin a shift before the next interpreter day. */
const NOBODY_ON_DUTY_MS = 60 * 60_000;
/** A month is decided at least a month ahead. */
const DAYS_LOOKED_AHEAD = 45;

/** Does the account speak it? Japanese is everybody's. */
export function speaks(languages: readonly string[], language: string | null): boolean {
  return !isForeign(language) || languages.includes(language);
}

export function isForeign(language: string | null | undefined): language is string {
  return language !== null && language !== undefined && language !== '' && language !== 'ja';
}

/**
 * Whose language is not Japanese is called by a seat that speaks it, or on a day on which an interpreter of it is there (calendar of the
 * centre); the city may turn that off (`speakerOrInterpreterDay`). A call the citizen asked for passes: they chose the time. Messages are not
 * spoken, and practice is for everybody.
 */
export function judgeLanguage(facts: CampaignFacts, person: PersonFacts): CallRefusal | null {
  const { language } = person;
  if (!asksForLanguage(facts, person) || !isForeign(language) || person.callbackDue) return null;
  if (way(facts, language) !== null) return null;
  const day = nextInterpreterDay(facts, language);
  const onDuty = facts.languages?.onDuty.includes(language) ?? false;
  const soon = new Date(facts.now.getTime() + (onDuty ? SPEAKER_ON_DUTY_MS : NOBODY_ON_DUTY_MS));
  const opens = day && nextOpening(tokyoInstant(day, 0), facts.windows, facts.calendar);
  const again = opens && opens < soon ? opens : soon;
  const next = day ? `次の通訳の日は${Number(day.slice(5, 7))}月${Number(day.slice(8))}日です。` : '';
  const message = `${languageName(language)}を話せる従事者か、通訳のいる日に架電します。${next}`;
  return no('later', 'language', message, 'speakerOrInterpreterDay', language, again);
}

/** Beside a yes: which way the language was served. null = nothing surprising. */
export function languageReason(facts: CampaignFacts, person: PersonFacts): (CallReason & { message: string }) | null {
  const { language } = person;
  if (!asksForLanguage(facts, person) || !isForeign(language)) return null;
  const served = way(facts, language) ?? (person.callbackDue ? 'callback' : null);
  if (served === null) return null;
  return {
    rule: 'speakerOrInterpreterDay',
    value: `${language} ${served}`,
    message: `${languageName(language)}：${WAYS[served]}`,
  };
}

type Way = 'seat' | 'interpreter_day' | 'callback';
const WAYS: Record<Way, string> = {
  seat: '話せる従事者が対応します。',
  interpreter_day: '今日は通訳のいる日です。',
  callback: '本人が時刻を指定した折返しです。',
};

const asksForLanguage = ({ channel, training, parameters }: CampaignFacts, { language }: PersonFacts) =>
  channel === 'call' && training !== true && parameters.speakerOrInterpreterDay && isForeign(language);

function way({ languages, calendar, now }: CampaignFacts, language: string): Way | null {
  if (languages?.agent && speaks(languages.agent, language)) return 'seat';
  return calendar.interpretersOn?.(tokyoTime(now).date).includes(language) ? 'interpreter_day' : null;
}

function nextInterpreterDay({ calendar, now }: CampaignFacts, language: string): string | null {
  const { date: today } = tokyoTime(now);
  for (let ahead = 1; ahead <= DAYS_LOOKED_AHEAD; ahead++) {
    const day = addDays(today, ahead);
    if (calendar.interpretersOn?.(day).includes(language)) return day;
  }
  return null;
}

/** Interpreters of the language stand first, then other interpreters, then the rest in their own order. */
export function interpretersFirst<T extends { kind: string; language: string | null }>(
  extensions: readonly T[],
  language: string | null,
): T[] {
  const rank = ({ kind, language: spoken }: T) => {
    if (kind !== 'interpreter') return 2;
    return isForeign(language) && spoken === language ? 0 : 1;
  };
  return isForeign(language) ? extensions.toSorted((a, b) => rank(a) - rank(b)) : [...extensions];
}
